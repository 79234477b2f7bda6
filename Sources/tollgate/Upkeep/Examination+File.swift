import Diagnostics
import Engine
import Glibc
import SQLiteStorage

extension Examination {
  /// SQLite, the file and its folder.
  static func file(_ store: SQLiteStore, _ path: String) throws -> [Diagnosis] {
    let health = try store.health()
    return [
      library(health.version),
      .expect(
        health.journalMode == "truncate" && health.synchronous >= 2 && health.checksForeignKeys,
        "sqlite.durability",
        Bilingual(
          "journal \(health.journalMode), synchronous \(health.synchronous), foreign keys \(health.checksForeignKeys ? "on" : "off")",
          zh:
            "日志模式 \(health.journalMode)，同步级别 \(health.synchronous)，外键\(health.checksForeignKeys ? "开启" : "关闭")"
        ), else: .problem,
        help: Bilingual(
          "another program has opened the file with other settings; close it",
          zh: "其他程序以不同设置打开了此文件；请将其关闭")),
      .expect(
        health.problems.isEmpty, "sqlite.integrity",
        health.problems.first.map {
          Bilingual("the file is damaged: \($0)", zh: "文件已损坏：\($0)")
        }
          ?? Bilingual(
            "\(health.pages) pages of \(health.pageSize) bytes, all whole",
            zh: "\(health.pages) 页，每页 \(health.pageSize) 字节，均完好"), else: .problem,
        help: Bilingual(
          "keep the file as it is, and restore the last backup", zh: "请保留现有文件，并恢复最近的备份")),
    ] + permissions(path)
  }

  /// What is known of the library that runs.
  private static func library(_ version: String) -> Diagnosis {
    let parts = version.split(separator: ".").map { Int($0) ?? 0 }
    let isMended = [3, 51, 3].lexicographicallyPrecedes(parts) || parts == [3, 51, 3]
    return Diagnosis(
      "sqlite.version", isMended ? .fine : .note,
      isMended
        ? Bilingual("SQLite \(version)", zh: "SQLite \(version)")
        : Bilingual(
          "SQLite \(version): before 3.51.3 a write-ahead log can lose decisions; this file has none",
          zh: "SQLite \(version)：3.51.3 之前预写日志（WAL）可能丢失数据；本文件未使用"),
      help: isMended
        ? nil
        : Bilingual(
          "never switch the file to journal_mode=WAL with another program",
          zh: "请勿用其他程序将此文件改为 journal_mode=WAL"))
  }

  private static func permissions(_ path: String) -> [Diagnosis] {
    var file = stat()
    guard stat(path, &file) == 0 else { return [] }
    let mode = String(file.st_mode & 0o777, radix: 8)
    var diagnoses: [Diagnosis] = [
      .expect(
        file.st_mode & 0o022 == 0, "file.permissions",
        Bilingual("the file's permissions are \(mode)", zh: "文件权限为 \(mode)"),
        else: file.st_mode & 0o002 == 0 ? .warning : .problem,
        help: Bilingual(
          "whoever can write the file can alter it without tollgate: chmod 600",
          zh: "能写入此文件的人可绕过 tollgate 修改内容：chmod 600"))
    ]
    let folder = Self.folder(of: path)
    var status = stat()
    if stat(folder, &status) == 0 {
      // With the sticky bit others cannot remove what is not theirs.
      let isOpen = status.st_mode & 0o002 != 0 && status.st_mode & mode_t(S_ISVTX) == 0
      diagnoses.append(
        .expect(
          !isOpen, "file.folder",
          Bilingual("its folder is \(folder)", zh: "所在目录为 \(folder)"), else: .problem,
          help: Bilingual(
            "everybody can replace the file: chmod o-w \(folder)",
            zh: "任何人都能替换此文件：chmod o-w \(folder)")))
    }
    if let kind = fileSystem(of: path) {
      diagnoses.append(
        .expect(
          !networks.contains(kind), "file.system",
          Bilingual("the file lies on a file system of kind \(kind)", zh: "文件所在文件系统为 \(kind)"),
          else: .problem,
          help: Bilingual(
            "locks do not hold over a network: move it to a local disk, or to PostgreSQL with `store copy`",
            zh: "网络文件系统上的锁不可靠：请移至本地磁盘，或用 `store copy` 迁移到 PostgreSQL")))
    }
    return diagnoses
  }

  private static let networks: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "afs", "fuse.sshfs", "fuse.glusterfs",
  ]

  /// The kind of file system that a file lies on, as the system lists what is mounted; nil: it does not.
  private static func fileSystem(of path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    let path = String(cString: resolved)
    guard let list = fopen("/proc/self/mounts", "re") else { return nil }
    defer { fclose(list) }
    var found: (point: String, kind: String)?
    var (line, capacity): (UnsafeMutablePointer<CChar>?, Int) = (nil, 0)
    defer { free(line) }
    while getline(&line, &capacity, list) > 0, let text = line.map({ String(cString: $0) }) {
      let parts = text.split(separator: " ")
      guard parts.count > 2 else { continue }
      let point = String(parts[1])
      // The longest one that the path lies under; of two at one place the later hides the earlier.
      let isAbove = point == "/" || path == point || path.hasPrefix("\(point)/")
      guard isAbove, point.utf8.count >= found?.point.utf8.count ?? 0 else { continue }
      found = (point, String(parts[2]))
    }
    return found?.kind
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
