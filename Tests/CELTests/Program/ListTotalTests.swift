import CEL
import Diagnostics
import Testing

/// `sum()`, `min()` and `max()` of lists.
struct ListTotalTests {
  let environment: Environment = {
    var environment = Environment(profile: .policy)
    environment.declare("amounts", .list(.decimal))
    environment.declare("counts", .list(.int))
    environment.declare("days", .list(.date))
    environment.declare("names", .list(.string))
    return environment
  }()

  @Test(arguments: [
    "amounts.sum() == 0.3", "amounts.min() == 0.1", "amounts.max() == 0.2",
    "amounts.filter(a, a > 1).sum() == 0", "amounts.filter(a, a > 1).sum() < 0.01",
    "counts.sum() == 6", "counts.filter(c, c > 9).sum() == 0", "counts.min() == 1",
    "counts.max() == 3", "counts.map(c, decimal(c) / 3).sum() == 2",
    "days.max() - days.min() == days(4)", "[0.1, 0.2].sum() == 0.3", "[1, 2].sum() == 3",
    "[days(1), days(2)].sum() == days(3)", "max(amounts.sum(), 1) == 1",
  ])
  func `holds`(_ expression: String) throws {
    let value = try evaluate(
      expression, environment,
      [
        "amounts": .list([.decimal(Decimal("0.1")!), .decimal(Decimal("0.2")!)]),
        "counts": .list([1, 2, 3]),
        "days": .list([.date(CivilDate("2026-03-01")!), .date(CivilDate("2026-03-05")!)]),
      ])
    #expect(value == true)
  }

  @Test(arguments: [
    ("amounts.filter(a, a > 1).min() > 0", EvaluationError.Code.invalidArgument),
    ("counts.map(c, c * 9223372036854775807).sum() > 0", .overflow),
  ])
  func isAnError(_ expression: String, code: EvaluationError.Code) throws {
    let error = try evaluationError(
      expression, environment,
      ["amounts": .list([.decimal(Decimal("0.1")!)]), "counts": .list([1, 1])])
    #expect(error?.code == code)
  }

  @Test(arguments: ["names.sum()", "names.max()", "days.sum()", "counts.sum(1)", "sum(counts)"])
  func isRefused(_ expression: String) {
    #expect(codes(expression, environment) == ["cel.no-overload"])
  }
}
