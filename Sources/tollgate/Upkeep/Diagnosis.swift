import Diagnostics
import Engine

/// One thing that was looked at.
struct Diagnosis {
  enum Grade: String {
    case fine, note, warning, problem
  }

  /// Stable, for programs: `sqlite.version`.
  let code: String
  let grade: Grade
  let finding: Bilingual
  /// nil: there is nothing to do.
  var help: Bilingual?

  init(_ code: String, _ grade: Grade, _ finding: Bilingual, help: Bilingual? = nil) {
    self.code = code
    self.grade = grade
    self.finding = finding
    self.help = help
  }

  /// Fine, or what it is otherwise.
  static func expect(
    _ isFine: Bool, _ code: String, _ finding: Bilingual, else grade: Grade, help: Bilingual
  ) -> Diagnosis {
    Diagnosis(code, isFine ? .fine : grade, finding, help: isFine ? nil : help)
  }

  var json: JSON {
    [
      "code": .string(code), "grade": .string(grade.rawValue), "finding": .string(finding.spoken),
      "help": .text(help?.spoken),
    ]
  }
}

/// Everything that was looked at, told to a person or a program.
struct DiagnosisScreen {
  let diagnoses: [Diagnosis]

  var hasProblem: Bool { diagnoses.contains { $0.grade == .problem } }

  var text: String {
    var screen = Screen()
    let labels = diagnoses.map { Self.label($0.grade) }
    let width = labels.map(\.displayWidth).max() ?? 0
    for (diagnosis, label) in zip(diagnoses, labels) {
      screen.entry(label, diagnosis.finding.spoken, indent: 0, labelWidth: width)
      if let help = diagnosis.help {
        screen.entry("", say("help: ", "建议：") + help.spoken, indent: 0, labelWidth: width)
      }
    }
    let counts = [Diagnosis.Grade.problem, .warning].map { grade in
      diagnoses.count { $0.grade == grade }
    }
    screen.line()
    screen.line(
      say("\(counts[0]) problems, \(counts[1]) warnings", "\(counts[0]) 个问题，\(counts[1]) 个警告"))
    return screen.text
  }

  var json: JSON { ["healthy": .bool(!hasProblem), "checks": .array(diagnoses.map(\.json))] }

  private static func label(_ grade: Diagnosis.Grade) -> String {
    switch grade {
    case .fine: say("ok", "正常")
    case .note: say("note", "提示")
    case .warning: say("warning", "警告")
    case .problem: say("PROBLEM", "问题")
    }
  }
}
