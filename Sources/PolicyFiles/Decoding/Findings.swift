import Diagnostics

/// Everything found wrong with a document while it is read: reading goes on after each mistake, so that all are told at once.
final class Findings {
  /// The kind of document, with which every code begins: `policy.unknown-role`.
  let kind: String
  private(set) var report = DiagnosticReport()

  init(kind: String) { self.kind = kind }

  func error(
    _ code: String, _ message: Bilingual, at span: Span?, notes: [Diagnostic.Note] = [],
    help: Bilingual? = nil
  ) {
    report.append(
      Diagnostic("\(kind).\(code)", message, at: span, notes: notes, help: help))
  }

  func append(_ other: DiagnosticReport) { report.append(contentsOf: other) }

  /// ``unknown role `sponser` `` with the closest known name as help.
  func unknown(
    _ code: String, _ what: Bilingual, _ name: String, at span: Span, known: [String]
  ) {
    error(
      "unknown-\(code)",
      Bilingual("unknown \(what.en) `\(name)`", zh: "未知的\(what.zh) `\(name)`"), at: span,
      help: didYouMean(name, among: known)
        ?? (known.isEmpty || known.count > 20
          ? nil
          : Bilingual(
            "known: \(known.map { "`\($0)`" }.joined(separator: ", "))",
            zh: "可用：\(known.map { "`\($0)`" }.joined(separator: "、"))")))
  }

  /// Throws what was found, in the order of the places, if any of it is an error.
  func throwErrors() throws(DiagnosticReport) {
    if report.hasErrors { throw report.sorted() }
  }
}
