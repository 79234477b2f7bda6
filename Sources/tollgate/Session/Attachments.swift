import ArgumentParser
import Diagnostics
import Engine
import Glibc

/// Files that travel with a request: `--attach`.
struct Attachments: ParsableArguments {
  @Option(
    help: .init(
      say("A file for a field; may be given again.", "字段的附件；可多次使用。"),
      valueName: "field=file"))
  var attach: [String] = []

  /// What was attached to which field, with what it contains.
  struct Files {
    var named: [FieldName: Attachment] = [:]
    var contents: [[UInt8]] = []
  }

  func files() throws -> Files {
    var files = Files()
    for (name, path) in try attach.map({ try Entries.split($0, "--attach") }) {
      let content = try Self.content(of: path)
      files.named[FieldName(name)] = Attachment(
        name: path.split(separator: "/").last.map(String.init) ?? path, size: content.count,
        digest: Hashing.sha256(content))
      files.contents.append(content)
    }
    return files
  }

  /// Reads a file to the end, or as far as any field would take it.
  private static func content(of path: String) throws -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Failure.unreadable(path) }
    defer { close(file) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(file, &buffer, buffer.count)
      guard count >= 0 else { throw Failure.unreadable(path) }
      if count == 0 { return content }
      content += buffer[..<count]
      guard content.count <= Attachment.greatestLimit else {
        throw Failure.system(
          Bilingual(
            "`\(path)` is larger than 50 MB, which no field takes",
            zh: "`\(path)` 超过 50 MB，任何字段均不接受"),
          help: Bilingual("split it, or attach a summary", zh: "请拆分，或改为提交摘要"))
      }
    }
  }
}
