import Audit
import Diagnostics
import Engine
import Glibc

/// The files around an audit: workspace, keys, checkpoints, exports.
enum AuditFiles {
  /// The workspace as it lies there; its contents may be in any state.
  static func store(_ setting: Setting) throws -> WorkspaceStore {
    try .open(try WorkspaceFile.find(setting.workspace), readOnly: true)
  }

  static func auditor(_ setting: Setting) throws -> Auditor<WorkspaceStore> {
    Auditor(
      try store(setting), timeZones: Clock.zones, sha256: Hashing.sha256,
      compile: Rulebooks.compile)
  }

  static func signer(_ path: String) throws -> NoteSigner {
    guard let signer = NoteSigner(try line(of: path)) else {
      throw Failure.usage(
        Bilingual("`\(path)` holds no secret key", zh: "`\(path)` 中没有私钥"),
        help: Bilingual(
          "make one: tollgate audit keygen --name NAME --out FILE",
          zh: "生成：tollgate audit keygen --name 名称 --out 文件"))
    }
    return signer
  }

  /// A public key as it was typed, or the file that holds it.
  static func publicKey(_ text: String) throws -> NoteKey {
    if let key = NoteKey(text) { return key }
    guard access(text, F_OK) == 0, let key = NoteKey(try line(of: text)) else {
      throw Failure.usage(
        Bilingual("`\(text)` is no public key", zh: "`\(text)` 不是公钥"),
        help: Bilingual(
          "give the line that `audit keygen` printed, or a file of it",
          zh: "请给出 `audit keygen` 打印的那一行，或存有它的文件"))
    }
    return key
  }

  static func checkpoint(_ path: String, key: NoteKey?) throws -> GivenCheckpoint {
    guard let checkpoint = GivenCheckpoint(try bytes(of: path), key: key) else {
      throw notACheckpoint(path)
    }
    return checkpoint
  }

  /// Where a checkpoint that this key signed left off.
  static func frontier(_ path: String, key: NoteKey) throws -> Frontier {
    guard let note = SignedNote(try bytes(of: path)) else { throw notACheckpoint(path) }
    guard note.isSigned(by: key) else {
      throw Failure.system(
        Bilingual("`\(path)` was not signed by this key", zh: "`\(path)` 不是此密钥所签"), help: nil)
    }
    guard let frontier = Frontier(resuming: note.text) else {
      throw Failure.system(
        Bilingual("`\(path)` cannot be continued", zh: "`\(path)` 无法续算"),
        help: Bilingual(
          "make it with --resumable, or leave --after out", zh: "请用 --resumable 生成，或不用 --after"))
    }
    return frontier
  }

  /// Writes a file that must not be there yet; a secret one is its owner's alone.
  static func create(_ path: String, _ text: String, isSecret: Bool = false) throws {
    let file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, isSecret ? 0o600 : 0o644)
    guard file >= 0 else { throw unwritable(path) }
    defer { close(file) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { throw unwritable(path) }
      rest = rest.dropFirst(count)
    }
    guard fsync(file) == 0 else { throw unwritable(path) }
  }

  /// Keys and checkpoints are short; what is longer than this is none.
  private static let maximumLength = 1 << 20

  private static func bytes(of path: String) throws -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Failure.unreadable(path) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while bytes.count <= maximumLength {
      let count = read(file, &buffer, buffer.count)
      guard count >= 0 else { throw Failure.unreadable(path) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
    throw Failure.usage(
      Bilingual(
        "`\(path)` is too long for a key, a signature or a checkpoint",
        zh: "`\(path)` 过长，不是密钥、签名或检查点"),
      help: nil)
  }

  static func text(of path: String) throws -> String {
    String(decoding: try bytes(of: path), as: UTF8.self)
  }

  private static func line(of path: String) throws -> String {
    let text = try text(of: path)
    return text.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
  }

  private static func notACheckpoint(_ path: String) -> Failure {
    .usage(
      Bilingual("`\(path)` is no checkpoint", zh: "`\(path)` 不是检查点"),
      help: Bilingual(
        "`tollgate audit checkpoint` prints one", zh: "`tollgate audit checkpoint` 可打印"))
  }

  private static func unwritable(_ path: String) -> Failure {
    .system(
      Bilingual(
        "`\(path)` cannot be written: \(String(cString: strerror(errno)))",
        zh: "无法写入 `\(path)`：\(String(cString: strerror(errno)))"), help: nil)
  }
}
