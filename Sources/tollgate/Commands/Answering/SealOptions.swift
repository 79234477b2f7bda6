import ArgumentParser
import Audit
import Diagnostics
import Engine

/// How a person who has registered a key signs a decision with it.
struct SealOptions: ParsableArguments {
  @Option(
    help: .init(
      say(
        "Sign the decision with this private key (Ed25519, OpenSSH).",
        "用此私钥（Ed25519，OpenSSH 格式）签署该决定。"),
      valueName: "file"), completion: .file())
  var key: String?

  @Option(
    help: .init(
      say(
        "The signature that `ssh-keygen -Y sign -n tollgate` made of what `tollgate statement` prints.",
        "`ssh-keygen -Y sign -n tollgate` 对 `tollgate statement` 所打印内容的签名。"),
      valueName: "file"), completion: .file())
  var signature: String?

  func validate() throws {
    guard key == nil || signature == nil else {
      throw ValidationError(
        say("give `--key` or `--signature`, not both", "`--key` 与 `--signature` 只能用其一"))
    }
  }

  /// The person's signature under an answer; nil: they give none.
  func seal(_ answer: Engine.Answer, to request: Request, in session: Session) throws -> Seal? {
    guard key != nil || signature != nil else { return nil }
    let statement = try session.statement(answer, to: request)
    if let signature {
      return Seal(statement: statement.text, signature: try KeyFiles.signature(signature))
    }
    return try key.map { try KeyFiles.secret($0).seal(statement) }
  }
}

extension Session {
  /// What the person who acts would sign for an answer that decides.
  func statement(_ answer: Engine.Answer, to request: Request) throws -> DecisionStatement {
    let person = try requirePerson()
    guard let statement = DecisionStatement(answer, to: request, by: person, in: workspace) else {
      preconditionFailure("only decisions are signed")
    }
    return statement
  }
}
