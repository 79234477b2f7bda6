import Diagnostics

extension Order {
  /// The files that it names.
  var attachments: [FieldName: Attachment] {
    switch self {
    case .submit(_, _, let attachments, _), .resubmit(_, _, let attachments, _): attachments
    default: [:]
    }
  }
}

extension Command {
  /// The contents of the files that the order names, by their digests.
  ///
  /// Refuses an order whose files did not come with it: who names a digest must have what it is of, or they could get at
  /// what others stored.
  func contents(_ sha256: DigestFunction) throws(Refusal) -> [Digest: [UInt8]] {
    let named = order.attachments.sorted { $0.key < $1.key }
    guard !named.isEmpty else { return [:] }
    let given = Dictionary(enclosures.map { (sha256($0), $0) }) { first, _ in first }
    var contents: [Digest: [UInt8]] = [:]
    for (field, file) in named {
      guard let content = given[file.digest], content.count == file.size else {
        throw Refusal(
          .incomplete,
          Bilingual("the content of `\(field)` did not come with it", zh: "`\(field)` 的附件内容未随附"),
          help: Bilingual("--attach \(field)=FILE", zh: "--attach \(field)=文件"))
      }
      contents[file.digest] = content
    }
    return contents
  }
}
