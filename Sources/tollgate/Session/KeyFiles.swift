import Audit
import Diagnostics
import Engine

/// The files around a person's signing key.
enum KeyFiles {
  static func secret(_ path: String) throws -> SSHSecretKey {
    let text = try AuditFiles.text(of: path)
    do {
      return try SSHSecretKey(text)
    } catch {
      switch error {
      case .notAKey:
        throw Failure.usage(
          Bilingual("`\(path)` is no OpenSSH private key", zh: "`\(path)` 不是 OpenSSH 私钥"),
          help: Bilingual("make one: ssh-keygen -t ed25519", zh: "生成：ssh-keygen -t ed25519"))
      case .anotherKind:
        throw Failure.usage(
          Bilingual("`\(path)` is not an Ed25519 key", zh: "`\(path)` 不是 Ed25519 密钥"),
          help: Bilingual("make one: ssh-keygen -t ed25519", zh: "生成：ssh-keygen -t ed25519"))
      case .protected:
        throw Failure.usage(
          Bilingual("`\(path)` is protected by a passphrase", zh: "`\(path)` 受口令保护"),
          help: Bilingual(
            "let OpenSSH sign: tollgate statement … | ssh-keygen -Y sign -n tollgate -f \(path) > FILE, then `--signature FILE`",
            zh:
              "请由 OpenSSH 签名：tollgate statement … | ssh-keygen -Y sign -n tollgate -f \(path) > 文件，再用 `--signature 文件`"
          ))
      }
    }
  }

  /// Whatever stands in the file: whether it is a signature is found out with the decision.
  static func signature(_ path: String) throws -> String { try AuditFiles.text(of: path) }

  static func publicKey(_ path: String) throws -> (key: PublicKey, comment: String) {
    let text = try AuditFiles.text(of: path)
    guard let line = text.split(whereSeparator: \.isNewline).first,
      let read = PublicKey.read(String(line))
    else {
      throw Failure.usage(
        Bilingual("`\(path)` is no Ed25519 public key", zh: "`\(path)` 不是 Ed25519 公钥"),
        help: Bilingual(
          "give the `.pub` file that `ssh-keygen -t ed25519` made",
          zh: "请给出 `ssh-keygen -t ed25519` 生成的 `.pub` 文件"))
    }
    return read
  }
}
