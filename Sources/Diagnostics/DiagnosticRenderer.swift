/// Turns diagnostics into the text a person reads: message, place, excerpt, caret, help.
///
/// ```
/// error: unknown role `sponser` [policy.unknown-role]
///   --> Policies/standard.yaml:12:29
///    |
/// 12 |   - {step: sponsor,   role: sponser}
///    |                             ^^^^^^^
///    = help: did you mean `sponsor`?
/// ```
public struct DiagnosticRenderer: Sendable {
  /// Longer lines are cut around the caret, so that a hostile file cannot flood the screen.
  static let excerptColumns = 160

  public let language: Language
  /// Whether to colour for a terminal. The text is the same otherwise.
  public let colored: Bool

  public init(language: Language, colored: Bool = false) {
    self.language = language
    self.colored = colored
  }

  public func render(_ report: DiagnosticReport) -> String {
    var text = report.diagnostics.map(render).joined(separator: "\n")
    if report.omitted > 0 {
      text +=
        "\n"
        + Bilingual(
          "… and \(report.omitted) more", zh: "……另有 \(report.omitted) 项")[language] + "\n"
    }
    return text
  }

  public func render(_ diagnostic: Diagnostic) -> String {
    let severity: Bilingual
    switch diagnostic.severity {
    case .error: severity = Bilingual("error", zh: "错误")
    case .warning: severity = Bilingual("warning", zh: "警告")
    }
    let color = diagnostic.severity == .error ? "31" : "33"
    var text =
      paint(severity[language], color)
      + "\(colon)\(diagnostic.message[language].inert) [\(diagnostic.code)]\n"
    if let span = diagnostic.span { text += excerpt(span) }
    for note in diagnostic.notes {
      text +=
        "   = \(Bilingual("note", zh: "说明")[language])\(colon)\(note.message[language].inert)\n"
      if let span = note.span { text += excerpt(span) }
    }
    if let help = diagnostic.help {
      text += "   = \(Bilingual("help", zh: "建议")[language])\(colon)\(help[language].inert)\n"
    }
    return text
  }

  /// The place, the line it stands on, and a caret under it. A span over several lines is marked on its first.
  private func excerpt(_ span: Span) -> String {
    let source = span.source
    var line = source.lineRange(of: span.range.lowerBound)
    var from = span.range.lowerBound
    var to = min(max(span.range.upperBound, from), line.upperBound)
    from = min(from, line.upperBound)
    to = max(to, from)
    let (cutBefore, cutAfter) = trim(&line, around: from, in: source)
    to = min(to, line.upperBound)
    func text(_ range: Range<Int>) -> String {
      String(decoding: source.bytes[range], as: UTF8.self).expandingTabs.inert
    }
    let before = (cutBefore ? "…" : "") + text(line.lowerBound..<from)
    let marked = text(from..<to)
    let after = text(to..<line.upperBound) + (cutAfter ? "…" : "")
    let number = String(span.start.line)
    let gutter = String(repeating: " ", count: number.count)
    let caret = String(repeating: "^", count: max(1, marked.displayWidth))
    let indent = String(repeating: " ", count: before.displayWidth)
    return """
      \(gutter)--> \(span.place.inert)
      \(gutter) |
      \(number) | \(before)\(marked)\(after)
      \(gutter) | \(indent)\(paint(caret, "36"))

      """
  }

  /// Shortens a long line to a window around `offset`, at character boundaries.
  private func trim(_ line: inout Range<Int>, around offset: Int, in source: SourceFile) -> (
    before: Bool, after: Bool
  ) {
    guard line.count > Self.excerptColumns else { return (false, false) }
    func boundary(_ index: Int) -> Int {
      var index = index
      while index < line.upperBound, source.bytes[index] & 0xC0 == 0x80 { index += 1 }
      return index
    }
    let half = Self.excerptColumns / 2
    let lower = boundary(max(line.lowerBound, min(offset - half, line.upperBound)))
    let upper = boundary(min(line.upperBound, max(offset, lower) + half))
    let cut = (lower > line.lowerBound, upper < line.upperBound)
    line = min(lower, offset)..<max(upper, offset)
    return cut
  }

  /// Between a label and what it labels; Chinese has its own, full-width mark.
  private var colon: String { Bilingual(": ", zh: "\u{FF1A}")[language] }

  private func paint(_ text: String, _ code: String) -> String {
    colored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

extension String {
  /// Tabs as two spaces, so that a caret stands under what it marks.
  fileprivate var expandingTabs: String {
    contains("\t")
      ? split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "  ") : self
  }
}
