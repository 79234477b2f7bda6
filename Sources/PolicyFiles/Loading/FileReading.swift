import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How the loader gets at files, so that tests can put any tree of files before it.
package struct FileReading: Sendable {
  package enum Outcome: Sendable {
    /// At most one byte more than the largest document that is read.
    case bytes([UInt8])
    case absent
    /// It is there but cannot be read, with the system's reason: `Permission denied`.
    case unreadable(String)
  }

  package let read: @Sendable (_ path: String) -> Outcome
  /// The names of the files in a folder, for "did you mean"; empty when there is no such folder.
  package let list: @Sendable (_ folder: String) -> [String]

  package init(
    read: @escaping @Sendable (String) -> Outcome, list: @escaping @Sendable (String) -> [String]
  ) {
    self.read = read
    self.list = list
  }

  /// The files of this machine.
  package static let disk = FileReading(read: readFromDisk, list: listOnDisk)
}

extension FileReading {
  /// The file as a text to point into; throws when there is none that can be read.
  package func source(_ path: String) throws(DiagnosticReport) -> SourceFile {
    switch read(path) {
    case .bytes(let bytes): return SourceFile(name: path, bytes: bytes)
    case .absent:
      throw DiagnosticReport([
        Diagnostic(
          "file.absent", Bilingual("there is no file `\(path)`", zh: "没有文件 `\(path)`"), at: nil,
          help: suggestion(for: path))
      ])
    case .unreadable(let reason):
      throw DiagnosticReport([
        Diagnostic(
          "file.unreadable",
          Bilingual("cannot read `\(path)`: \(reason)", zh: "无法读取 `\(path)`：\(reason)"), at: nil)
      ])
    }
  }

  private func suggestion(for path: String) -> Bilingual? {
    let folder = path.folder
    let name = String(path.split(separator: "/").last ?? "")
    let prefix = path.contains("/") ? folder + "/" : ""
    return closestMatch(to: name, among: list(folder)).map {
      Bilingual("did you mean `\(prefix)\($0)`?", zh: "是否指 `\(prefix)\($0)`？")
    }
  }
}

extension String {
  /// The folder part of a path: `.` when there is none.
  var folder: String {
    guard let slash = lastIndex(of: "/") else { return "." }
    return slash == startIndex ? "/" : String(self[..<slash])
  }

  /// The path of a file in the folder that this is.
  func joined(_ name: String) -> String {
    self == "." ? name : hasSuffix("/") ? self + name : "\(self)/\(name)"
  }

  /// Whether the text names a file without leading out of its folder: letters, digits, `-` and `_`.
  var isFileStem: Bool {
    !isEmpty && utf8.count <= 64
      && utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  /// The last part of a path.
  var fileName: String { lastIndex(of: "/").map { String(self[index(after: $0)...]) } ?? self }
}

private func readFromDisk(_ path: String) -> FileReading.Outcome {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return failure(errno) }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while bytes.count <= ByteScan.sizeLimit {
    let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    if count < 0 {
      if errno == EINTR { continue }
      return failure(errno)
    }
    if count == 0 { break }
    bytes.append(contentsOf: chunk[..<count])
  }
  return .bytes(Array(bytes.prefix(ByteScan.sizeLimit + 1)))
}

private func failure(_ code: Int32) -> FileReading.Outcome {
  code == ENOENT || code == ENOTDIR ? .absent : .unreadable(String(cString: strerror(code)))
}

private func listOnDisk(_ folder: String) -> [String] {
  guard let directory = opendir(folder) else { return [] }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    names.append(name)
  }
  return names.sorted()
}
