import CEL
import Diagnostics

/// Decisions of people who have registered a key.
extension SignOff {
  /// No verdict counts without the signature of a key that its human has now, over exactly this verdict.
  ///
  /// INVARIANT (seals-are-checked): no seal gets into the log unchecked, not even one that nobody asked for.
  func requireSeal(_ answer: Answer) throws(Refusal) {
    let person = try actor()
    let seal = terms.sealing.seal
    guard answer.isVerdict else {
      if seal != nil { throw .nothingToSign }
      return
    }
    guard let keys = directory.signingKeys(of: person) else {
      if seal != nil { throw .noKey(person) }
      return
    }
    guard !keys.isEmpty else { throw .noKeyInForce(person) }
    guard let seal else { throw .unsigned(request.id) }
    let statement = terms.sealing.workspace.flatMap {
      DecisionStatement(answer, to: request, by: person, in: $0)
    }
    guard let statement, statement.text.utf8.elementsEqual(seal.statement.utf8) else {
      throw .signedSomethingElse(request.id)
    }
    guard keys.contains(where: { terms.sealing.isSigned(seal.signature, seal.statement, $0.key) })
    else { throw .wrongSignature(person) }
  }
}

extension Answer {
  /// Whether it decides, rather than helping others to.
  fileprivate var isVerdict: Bool {
    switch self {
    case .approve, .reject, .returnBack, .override: true
    case .withdraw, .takeBack, .transfer, .claim, .release, .addSigner, .removeSigner, .ask,
      .consult, .reply, .remind, .see, .copy:
      false
    }
  }
}

extension Refusal {
  fileprivate static var nothingToSign: Refusal {
    Refusal(
      .wrongSignature,
      Bilingual("this answer decides nothing, so it takes no signature", zh: "此答复不作决定，无须签名"))
  }

  fileprivate static func noKey(_ person: PersonID) -> Refusal {
    Refusal(
      .wrongSignature,
      Bilingual("no key of `\(person)` is registered", zh: "`\(person)` 未登记密钥"),
      help: Bilingual(
        "an administrator registers it: tollgate people key add \(person) FILE.pub",
        zh: "由管理员登记：tollgate people key add \(person) 文件.pub"))
  }

  fileprivate static func noKeyInForce(_ person: PersonID) -> Refusal {
    Refusal(
      .unsigned,
      Bilingual(
        "all keys of `\(person)` were revoked, and their decisions must be signed",
        zh: "`\(person)` 的密钥均已吊销，而其决定须签名"),
      help: Bilingual(
        "an administrator registers a new one: tollgate people key add \(person) FILE.pub",
        zh: "由管理员登记新密钥：tollgate people key add \(person) 文件.pub"))
  }

  fileprivate static func unsigned(_ request: RequestID) -> Refusal {
    Refusal(
      .unsigned,
      Bilingual(
        "you have registered a key; your decisions must be signed with it",
        zh: "你已登记密钥；你的决定须用其签名"),
      help: Bilingual(
        "add `--key FILE`, or sign what `tollgate statement \(request) …` prints and add `--signature FILE`",
        zh: "请加 `--key 文件`；或对 `tollgate statement \(request) …` 打印的内容签名后加 `--signature 文件`"))
  }

  fileprivate static func signedSomethingElse(_ request: RequestID) -> Refusal {
    Refusal(
      .staleView,
      Bilingual(
        "what was signed is not what is decided about `\(request)`", zh: "所签内容与对 `\(request)` 的决定不符"
      ),
      help: Bilingual(
        "look again, and sign again: `tollgate show \(request)`",
        zh: "请重新查看并签名：`tollgate show \(request)`"))
  }

  fileprivate static func wrongSignature(_ person: PersonID) -> Refusal {
    Refusal(
      .wrongSignature,
      Bilingual(
        "that is not a signature of this decision by a key of `\(person)`",
        zh: "这不是 `\(person)` 的密钥对此决定的签名"),
      help: Bilingual(
        "`tollgate people key list \(person)` shows the keys in force",
        zh: "`tollgate people key list \(person)` 列出有效密钥"))
  }
}
