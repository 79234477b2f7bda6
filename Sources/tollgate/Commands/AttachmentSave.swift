import ArgumentParser
import Diagnostics
import Engine
import Glibc

/// Writes an attached file to disk.
struct AttachmentSave: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "save",
      abstract: say(
        "Write an attached file to disk, checked against its digest.", "核对摘要后将附件写入文件。"))
  }

  @Argument(
    help: .init(say("The project, such as P-1.", "项目，如 P-1。")),
    completion: .custom(Completions.projects))
  var project: String

  @Argument(
    help: .init(
      say(
        "The field (note, proof.note, R-3.note), or the digest's first 8 digits or more.",
        "字段（note、proof.note、R-3.note），或摘要的前 8 位以上。")))
  var attachment: String

  @Option(
    help: .init(
      say(
        "The new file, or a folder (default: the attachment's name, here). Nothing is overwritten.",
        "新文件或目录（默认：当前目录下以附件名命名）。不会覆盖已有文件。"), valueName: "file"),
    completion: .file())
  var to: String?

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let file = try session.attachment(attachment, of: session.project(ProjectID(project)))
      let path = destination(of: file)
      try NewFile.write(session.content(of: file), to: path)
      if setting.json {
        Terminal.print([
          "file": .string(path), "name": .string(file.name), "size": .count(file.size),
          "digest": .string(file.digest.description),
        ])
      } else {
        Terminal.print(
          say(
            "wrote \(path), \(file.size) bytes, SHA-256 \(file.digest.short)",
            "已写入 \(path)，\(file.size) 字节，SHA-256 \(file.digest.short)") + "\n")
      }
    }
  }

  private func destination(of file: Attachment) -> String {
    guard let to else { return file.safeName }
    var status = stat()
    let isFolder = stat(to, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    return isFolder ? "\(to)/\(file.safeName)" : to
  }
}

/// A file that was not there before.
enum NewFile {
  /// Writes it for its owner alone; refuses when anything is there, and leaves nothing half written.
  static func write(_ content: [UInt8], to path: String) throws {
    let file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      guard errno == EEXIST else { throw unwritable(path) }
      throw StoreFailure.exists(path)
    }
    var written = 0
    while written < content.count {
      let count = content[written...].withUnsafeBytes {
        Glibc.write(file, $0.baseAddress, $0.count)
      }
      guard count > 0 else {
        let failure = unwritable(path)
        close(file)
        unlink(path)
        throw failure
      }
      written += count
    }
    close(file)
  }

  private static func unwritable(_ path: String) -> Failure {
    .system(
      Bilingual(
        "`\(path)` cannot be written: \(String(cString: strerror(errno)))",
        zh: "无法写入 `\(path)`：\(String(cString: strerror(errno)))"), help: nil)
  }
}
