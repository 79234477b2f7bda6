import ArgumentParser
import CEL
import Diagnostics
import Engine

/// Evaluates an expression, for whoever writes rules: what is its type, its value, and how does it come about.
struct Eval: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "eval",
      abstract: say(
        "Evaluate an expression of the policy language.", "计算一个制度语言的表达式。"),
      discussion: say(
        "Values are written as in policies (5%, 30 days, 200000 CNY, 2026-10-01) or as expressions ('\"key\"', 1.50, [1, 2]); a whole number is an int, 126000.00 an exact decimal. Exit code 2 when the expression ends in an error, 3 when it cannot be compiled.",
        "取值可按制度书写（5%、30 days、200000 CNY、2026-10-01），也可为表达式（'\"key\"'、1.50、[1, 2]）；整数为 int，126000.00 为精确小数。表达式以错误结束时退出码为 2，无法编译时为 3。"
      ))
  }

  @Argument(help: .init(say("The expression.", "表达式。")))
  var expression: String

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: .init(
      say(
        "A name and its value; may be dotted, such as request.budget=126000.00.",
        "名称与取值，名称可含点，如 request.budget=126000.00。"),
      valueName: "name=value"))
  var assignments: [String] = []

  @Flag(help: .init(say("Show every sub-expression with its value.", "显示每个子表达式的取值。")))
  var explain = false

  @Flag(
    help: .init(
      say(
        "The whole of CEL with its extension libraries instead of the policy profile.",
        "使用完整的 CEL 及其扩展库，而非制度语言。")))
  var standard = false

  @OptionGroup var setting: Setting

  func run() throws {
    var environment = Environment(
      profile: standard ? .standard : .policy, libraries: standard ? Set(Library.allCases) : [],
      timeZones: Clock.zones)
    var values: [(Slot, Value)] = []
    for assignment in assignments {
      let (name, value, type) = try read(assignment, environment)
      values.append((environment.declare(name, type), value))
    }
    let program = try environment.compile(SourceFile(name: "<expression>", text: expression))
    var inputs = Inputs(environment)
    for (slot, value) in values { inputs[slot] = .value(value) }
    let explanation = program.explain(inputs)
    if setting.json {
      Terminal.print(json(program, explanation))
    } else {
      Terminal.print(screen(program, explanation))
    }
    if case .failure(let error) = explanation.result {
      if !setting.json {
        Terminal.complain(
          DiagnosticRenderer(language: Speech.language, colored: Terminal.colors)
            .render(error.diagnostic(in: program.source)))
      }
      throw ExitCode(2)
    }
  }

  // MARK: - Values

  /// `request.budget=126000.00` as a name and a value with its type.
  private func read(_ assignment: String, _ environment: Environment) throws -> (
    String, Value, ValueType
  ) {
    guard let equals = assignment.firstIndex(of: "="), equals > assignment.startIndex else {
      throw Failure.usage(
        Bilingual("`--set \(assignment)` has no `=`", zh: "`--set \(assignment)` 缺少 `=`"),
        help: Bilingual("--set NAME=VALUE", zh: "--set 名称=取值"))
    }
    let name = String(assignment[..<equals])
    let text = String(assignment[assignment.index(after: equals)...])
    guard name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isIdentifier)
    else {
      throw Failure.usage(
        Bilingual("`\(name)` is not a name", zh: "`\(name)` 不是名称"),
        help: Bilingual("letters, digits and `_`, parts joined by dots", zh: "字母、数字与 `_`，各部分以点相连"))
    }
    if !standard, let (value, type) = unit(text) { return (name, value, type) }
    do {
      let source = SourceFile(name: "--set \(name)", text: text)
      let program = try environment.compile(source)
      return (name, try program.evaluate(Inputs(environment)), program.resultType)
    } catch let error as EvaluationError {
      throw DiagnosticReport([error.diagnostic(in: SourceFile(name: "--set \(name)", text: text))])
    } catch let error as DiagnosticReport {
      var report = DiagnosticReport()
      for diagnostic in error.diagnostics {
        report.append(
          Diagnostic(
            diagnostic.code, diagnostic.message, at: diagnostic.span, notes: diagnostic.notes,
            help: diagnostic.help
              ?? Bilingual(
                "a text is written in quotes: --set '\(name)=\"…\"'",
                zh: "文字须加引号：--set '\(name)=\"…\"'")))
      }
      throw report
    }
  }

  private func isIdentifier(_ part: Substring) -> Bool {
    guard let first = part.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    else {
      return false
    }
    return part.utf8.allSatisfy { byte in
      byte == UInt8(ascii: "_") || Character(Unicode.Scalar(byte)).isLetter && byte < 0x80
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
  }

  /// A value with a unit, as limits of policies have them; nil: it has none.
  private func unit(_ text: String) -> (Value, ValueType)? {
    if let date = CivilDate(text) { return (.date(date), .date) }
    if text.hasSuffix("%"), let number = Decimal(String(text.dropLast())),
      let hundredth = Decimal(coefficient: 1, scale: 2),
      let share = try? number.multiplying(hundredth)
    {
      return (.decimal(share.normalized), .decimal)
    }
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 2, let number = Decimal(words[0]) else { return nil }
    if words[1] == "days" || words[1] == "day", let days = number.integerValue,
      let span = TimeSpan(days: Int(days))
    {
      return (.duration(span), .duration)
    }
    let isCurrency = words[1].utf8.count == 3 && words[1].utf8.allSatisfy { (65...90).contains($0) }
    return isCurrency ? (.decimal(number), .decimal) : nil
  }

  // MARK: - Answers

  private func screen(_ program: Program, _ explanation: Explanation) -> String {
    var screen = Screen()
    if case .success(let value) = explanation.result {
      screen.paragraph("\(value.text)  (\(program.resultType))")
    }
    guard explain else { return screen.text }
    for step in explanation.steps {
      let part = text(of: step.range, in: program)
      switch step.result {
      case .success(let value):
        // A literal says what it is.
        if part != value.text { screen.paragraph("\(part) = \(value.text)", indent: 2, hanging: 4) }
      case .failure(let error):
        let absorbed = step.isAbsorbed ? say(" (absorbed)", "（已被吸收）") : ""
        screen.paragraph("\(part) ! \(error.message.spoken)\(absorbed)", indent: 2, hanging: 4)
      }
    }
    if explanation.isTruncated { screen.line(say("  … and more", "  ……其余略")) }
    screen.line(
      say("worst-case cost \(program.worstCaseCost)", "最大计算量 \(program.worstCaseCost)"))
    return screen.text
  }

  private func json(_ program: Program, _ explanation: Explanation) -> JSON {
    var members: [String: JSON] = [
      "type": .string("\(program.resultType)"),
      "worst_case_cost": .integer(Int64(program.worstCaseCost)),
    ]
    members.merge(json(explanation.result)) { $1 }
    if explain {
      members["truncated"] = .bool(explanation.isTruncated)
      members["steps"] = .array(
        explanation.steps.map { step in
          var members = json(step.result)
          members["text"] = .string(text(of: step.range, in: program))
          members["from"] = .count(step.range.lowerBound)
          members["to"] = .count(step.range.upperBound)
          members["absorbed"] = .bool(step.isAbsorbed)
          return .object(members)
        })
    }
    return .object(members)
  }

  private func json(_ result: Result<Value, EvaluationError>) -> [String: JSON] {
    switch result {
    case .success(let value): ["value": value.json]
    case .failure(let error):
      [
        "error": [
          "code": .string(error.code.rawValue), "message": .string(error.message.spoken),
          "from": .count(error.range.lowerBound), "to": .count(error.range.upperBound),
        ]
      ]
    }
  }

  private func text(of range: Range<Int>, in program: Program) -> String {
    String(decoding: program.source.bytes[range], as: UTF8.self)
  }
}

extension Value {
  /// The value in JSON: numbers that are not whole are texts, so that no reader rounds them.
  fileprivate var json: JSON {
    switch self {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .int(let number): .integer(number)
    case .list(let elements): .array(elements.map(\.json))
    case .map(let map):
      .array(map.entries.map { ["key": $0.key.json, "value": $0.value.json] })
    default: .string(text)
    }
  }
}
