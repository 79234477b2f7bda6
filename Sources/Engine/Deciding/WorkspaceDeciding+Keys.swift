import CEL
import Diagnostics

/// The keys with which people sign their decisions: by administrators, never their own once another could do it.
extension WorkspaceDeciding {
  /// More than anybody has machines.
  private static var maximumKeys: Int { 20 }
  private static var maximumLabel: Int { 100 }

  mutating func addKey(_ id: PersonID, _ key: PublicKey, label: String) throws(Refusal) {
    try facts.requireAdministrator(actor, on: today)
    try facts.requirePerson(id, on: today)
    try facts.requireOther(id, than: actor, on: today)
    guard label.unicodeScalars.count <= Self.maximumLabel else {
      throw Refusal(
        .invalidValue,
        Bilingual(
          "a key's label has at most \(Self.maximumLabel) characters",
          zh: "密钥的名称最多 \(Self.maximumLabel) 字"))
    }
    if let owner = workspace.directory.owner(of: key) {
      // One key of two humans would let each sign as the other.
      throw Refusal(
        .alreadyExists,
        Bilingual("the key is registered for `\(owner)`", zh: "此密钥已为 `\(owner)` 登记"))
    }
    guard (workspace.directory.signers[id] ?? []).count < Self.maximumKeys else {
      throw Refusal(
        .invalidValue,
        Bilingual(
          "`\(id)` has \(Self.maximumKeys) keys already", zh: "`\(id)` 已有 \(Self.maximumKeys) 个密钥"),
        help: Bilingual("revoke those that are not used", zh: "请吊销不再使用的密钥"))
    }
    let new = SigningKey(key: key, label: label, since: draft.envelope.at)
    draft.record(.keyAdded(person: id, key: new))
  }

  /// By the owner too: whoever lost a key says so at once. The demand for signatures stays.
  mutating func revokeKey(_ id: PersonID, _ key: PublicKey, because reason: String) throws(Refusal)
  {
    if !isActor(id) { try facts.requireAdministrator(actor, on: today) }
    guard (workspace.directory.signers[id] ?? []).contains(where: { $0.key == key }) else {
      throw Refusal(
        .nothingChanged,
        Bilingual("`\(id)` has no such key in force", zh: "`\(id)` 没有此有效密钥"),
        help: Bilingual(
          "`tollgate people key list \(id)` shows them",
          zh: "`tollgate people key list \(id)` 可列出"))
    }
    draft.record(.keyRevoked(person: id, key: key, because: reason))
  }
}
