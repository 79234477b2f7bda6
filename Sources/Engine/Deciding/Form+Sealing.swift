import Diagnostics

extension Form {
  /// Content with its confidential fields sealed.
  ///
  /// What is as it was keeps its seal, so that nobody is asked again about a field that did not change.
  func sealed(
    _ content: [FieldName: FieldValue], before: [FieldName: FieldValue], salt: [UInt8],
    _ sha256: DigestFunction
  ) throws(Refusal) -> [FieldName: FieldValue] {
    var sealed = content
    for field in fields where !field.readers.isEmpty {
      guard let value = content[field.name], value.seal == nil else { continue }
      if let old = before[field.name], old.seal?.opening?.value == value,
        old.seal?.readers == field.readers
      {
        sealed[field.name] = old
        continue
      }
      guard salt.count == SealedContent.saltLength else {
        throw Refusal(
          .incomplete,
          Bilingual(
            "`\(field.name)` is confidential, and the command came without a salt",
            zh: "`\(field.name)` 为保密字段，但命令未附随机盐值"))
      }
      sealed[field.name] = .sealed(
        Sealed(value, of: field.name, for: field.readers, salt: salt, sha256))
    }
    return sealed
  }

  /// Refuses to write confidential fields where they would stand in the log as they are.
  func requireNothingConfidential(in fields: some Sequence<FieldName>) throws(Refusal) {
    for name in fields.sorted() where self[name]?.readers.isEmpty == false {
      throw Refusal(
        .invalidValue,
        Bilingual(
          "`\(name)` is confidential and is not kept in a draft", zh: "`\(name)` 为保密字段，不能暂存"),
        help: Bilingual("set it when you submit", zh: "请在提交时填写"))
    }
  }
}
