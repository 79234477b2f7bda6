import Diagnostics
import Engine
import Workbench

extension Proved {
  /// How many errors and warnings there are, in a sentence.
  var summary: Bilingual {
    let errors = proof.findings.count { $0.grade == .error }
    let warnings = proof.findings.count { $0.grade == .warning }
    return Bilingual(
      "\(errors) error(s), \(warnings) warning(s)", zh: "\(errors) 处错误，\(warnings) 处警告")
  }

  /// Each finding with its place and examples; what is not proved in a line of its own.
  func text(colored: Bool) -> String {
    let renderer = DiagnosticRenderer(language: Speech.language, colored: colored)
    var parts = proof.mistakes.map { renderer.render($0.diagnostic(in: files)) }
    if !proof.notProved.isEmpty {
      var screen = Screen()
      for finding in proof.notProved {
        let place = say(" (\(finding.place))", "（\(finding.place)）")
        screen.paragraph(finding.message.spoken + place, hanging: 2)
      }
      parts.append(screen.text)
    }
    return parts.joined(separator: "\n")
  }

  var json: JSON { .array(proof.findings.map { $0.json(Speech.language) }) }
}
