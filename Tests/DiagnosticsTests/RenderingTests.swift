import Diagnostics
import Testing

@Suite struct Rendering {
  @Test func aDiagnosticShowsMessagePlaceExcerptCaretAndHelp() {
    let source = SourceFile(name: "p.yaml", text: "a: 1\nrole: sponser\n")
    let diagnostic = Diagnostic(
      "policy.unknown-role", Bilingual("unknown role `sponser`", zh: "未知角色 `sponser`"),
      at: Span(source, 11..<18), help: didYouMean("sponser", among: ["sponsor", "executive"]))
    #expect(
      DiagnosticRenderer(language: .english).render(diagnostic) == """
        error: unknown role `sponser` [policy.unknown-role]
         --> p.yaml:2:7
          |
        2 | role: sponser
          |       ^^^^^^^
           = help: did you mean `sponsor`?

        """)
  }

  @Test func aCaretStandsUnderWideCharacters() {
    let source = SourceFile(name: "p", text: "标题: 错")
    let text = DiagnosticRenderer(language: .chinese).render(
      Diagnostic("x", Bilingual("m", zh: "误"), at: Span(source, 8..<11)))
    #expect(text.contains("1 | 标题: 错\n  |       ^^\n"))
  }

  @Test func controlCharactersNeverReachTheTerminal() {
    let source = SourceFile(name: "p\u{1B}[2J", text: "a\u{1B}[31m\u{202E}b")
    let text = DiagnosticRenderer(language: .english).render(
      Diagnostic("x", Bilingual(verbatim: "\u{7}"), at: Span(source, 0..<1)))
    #expect(!text.unicodeScalars.contains { $0.isHazardous && $0 != "\n" })
  }

  @Test func whatIsFoundTwiceIsToldOnce() {
    let source = SourceFile(name: "p", text: "a a")
    func found(_ range: Range<Int>) -> Diagnostic {
      Diagnostic("x", Bilingual(verbatim: "m"), at: Span(source, range))
    }
    let report = DiagnosticReport([found(0..<1), found(0..<1), found(2..<3)])
    #expect(report.diagnostics == [found(0..<1), found(2..<3)])
  }

  @Test func aReportKeepsAHundredAndCountsTheRest() {
    var report = DiagnosticReport()
    for number in 0..<130 {
      report.append(Diagnostic("x", Bilingual(verbatim: "\(number)"), at: nil))
    }
    #expect(report.diagnostics.count == 100)
    #expect(report.omitted == 30)
  }

  @Test(arguments: [
    ("sponser", "sponsor"), ("excutive", "executive"), ("budegt", "budget"), ("zzz", nil),
  ]) func aTypoFindsItsWord(typo: String, word: String?) {
    #expect(closestMatch(to: typo, among: ["sponsor", "executive", "budget", "finish"]) == word)
  }
}
