import CEL
import Diagnostics
import Testing

struct PolicyProfileTests {
  static let person = RecordType(
    name: "person",
    fields: [.init("id", .string), .init("rank", .int), .init("manager", .string)], key: "id")

  let environment: Environment = {
    var environment = Environment(profile: .policy)
    environment.declare("request.budget", .decimal)
    environment.declare("request.finish", .date)
    environment.declare("request.reason", .string)
    environment.declare("original.budget", .decimal)
    environment.declare("importance.level", .choice(ChoiceType(name: "level", cases: ["A", "B"])))
    environment.declare("sponsor", .record(person))
    environment.declare("submitter", .record(person))
    environment.declare("count", .int)
    return environment
  }()

  func value(_ text: String) throws -> Value {
    try evaluate(
      text, environment,
      [
        "request.budget": .decimal(try #require(Decimal("120.00"))),
        "original.budget": .decimal(try #require(Decimal("100"))),
        "request.finish": .date(try #require(CivilDate("2026-10-08"))),
        "importance.level": "A", "count": 2,
        "sponsor": .record(RecordValue(Self.person, ["id": "p1", "rank": 3])),
        "submitter": .record(RecordValue(Self.person, ["id": "p1", "rank": 1])),
      ])
  }

  @Test(
    arguments: [
      // 0.1 + 0.2 is 0.3 only where numbers are exact.
      "0.1 + 0.2 == 0.3", "request.budget / original.budget - 1 == 0.20",
      "request.budget / original.budget - 1 > 0.1999999999999999999",
      "request.budget > 119", "119.5 < request.budget", "request.budget == 120",
      "request.budget in [1, 120]", "request.budget * (1 + 0.05) == 126",
      "original.budget / 3 * 3 == original.budget",
      "round(original.budget / 3, 2) == 33.33", "round(0.125, 2) == 0.12",
      "round(0.125, 2, 'half-up') == 0.13", "floor(-1.5) == -2", "ceil(-1.5) == -1",
      "max(request.budget, 0) == 120", "min(request.budget, 0.5) == 0.5", "abs(-1.5) == 1.5",
      "abs(date('2026-10-01') - request.finish) == days(7)",
      "request.budget > decimal(count)", "(count == 2 ? 1 : 2) * request.budget == 120",
      "request.finish - date('2026-10-01') == days(7)",
      "request.finish + days(3) == date('2026-10-11')", "request.finish > date('2026-10-01')",
      "request.finish.getFullYear() == 2026", "importance.level == 'A'",
      "importance.level in ['A', 'B']", "sponsor.rank >= 3", "sponsor == submitter",
      "has(request.budget) && !has(request.reason)", "!has(sponsor.manager)",
      "string(original.budget / 3) == '100/3'",
    ])
  func `holds`(_ expression: String) throws {
    #expect(try value(expression) == true)
  }

  @Test(
    arguments: [
      ("dyn(1) == 1", "cel.unknown-function"), ("double(1) > 0", "cel.unknown-function"),
      ("[1, 'a'].size() == 2", "cel.type-mismatch"), ("size([]) == 0", "cel.unknown-type"),
      ("request.budget > count", "cel.no-overload"), ("request.budget > 1u", "cel.no-overload"),
      ("1.5e3 > 0.1", "cel.number-range"), ("importance.level == 'D'", "cel.unknown-case"),
      ("importance.level in ['A', 'D']", "cel.unknown-case"),
      ("importance.level < 'B'", "cel.no-order"), ("request.bugdet > 1", "cel.unknown-field"),
      ("sponsor.rnk > 1", "cel.unknown-field"), ("request > 1", "cel.unknown-name"),
      ("date('2026-13-01') > request.finish", "cel.invalid-conversion"),
      ("request.reason.matches('(')", "cel.invalid-argument"),
      ("days(9223372036854775807) > days(1)", "cel.out-of-range"),
      ("round(request.budget, 2, 'upwards') > 1", "cel.invalid-argument"),
      ("request.budget + request.finish == 1", "cel.no-overload"),
      ("size({1.5: 2}) == 1", "cel.key-type"),
    ])
  func `is refused`(_ expression: String, _ code: String) {
    #expect(codes(expression, environment) == [code])
  }

  @Test func `a misspelt field is shown with what was meant`() {
    #expect(
      complaints("1 < 2 && request.bugdet > 5", environment) == """
        error: unknown field `bugdet` of `request` [cel.unknown-field]
         --> <expression>:1:18
          |
        1 | 1 < 2 && request.bugdet > 5
          |                  ^^^^^^
           = help: did you mean `budget`?

        """)
  }

  @Test(arguments: [
    "request.bugdet / 3 - 1 > 0.1", "request.bugdet * count + 1 > 0.1",
    "round(request.bugdet, 2) > 'a'",
    "-request.bugdet > 'a'", "[request.bugdet].size() > count", "request.bugdet[0] + 1 > 0.5",
  ]) func `what follows from a mistake is no further mistake`(_ expression: String) {
    #expect(codes(expression, environment) == ["cel.unknown-field"])
  }

  @Test func `everything that is wrong is reported at once`() {
    #expect(
      codes("request.bugdet > 1 && importance.level == 'D' && foo(1)", environment)
        == ["cel.unknown-field", "cel.unknown-case", "cel.unknown-function"])
  }

  @Test(
    arguments: [
      ("request.finish + duration('1h') == request.finish", EvaluationError.Code.invalidArgument),
      ("request.budget / (original.budget - 100) > 1", .divisionByZero),
      ("sponsor.manager == 'x'", .notSet), ("request.reason == 'x'", .notSet),
    ])
  func `ends in the error`(_ expression: String, _ code: EvaluationError.Code) throws {
    do {
      let value = try value(expression)
      Issue.record("found \(value)")
    } catch let error as EvaluationError {
      #expect(error.code == code)
    }
  }

  @Test func `an unset field is named with what it belongs to`() throws {
    let error = #expect(throws: EvaluationError.self) { try value("sponsor.manager == 'x'") }
    #expect(error?.message.en == "`sponsor.manager` is not set")
    #expect(error?.range == 0..<15)
  }

  @Test func `decimals are opt-in for the standard profile and exact there too`() throws {
    var environment = Environment(libraries: [.decimals])
    environment.declare("x", .decimal)
    let binding = ["x": Value.decimal(try #require(Decimal("0.1")))]
    // The literal is read from its text: as a double it would be a little more than 0.1.
    #expect(try evaluate("x == 0.1", environment, binding) == true)
    #expect(try evaluate("x + 0.2 == decimal('0.3')", environment, binding) == true)
    #expect(codes("x == double('0.1')", environment) == ["cel.no-overload"])
  }
}
