import CEL
import Measuring

/// The calculations of a typical measure, one by one: `budget / baseline - 1 > 0.20`.
func measureNumbers() throws {
  let budgets = try ["1050000.00", "1200000.50", "999999.99", "1333333.33"].map(decimal)
  let baseline = try decimal("1000000.00")
  let limit = ExactNumber(try decimal("0.2"))
  let text = ["1050000.00", "0.2", "-17.125", "999999999999.99"]
  var sink = 0
  try Measurement.time("decimal-read", count: 200_000) { run in
    sink &+= try decimal(text[run & 3]).scale
  }
  Measurement.time("decimal-write", count: 200_000) { run in
    sink &+= budgets[run & 3].description.utf8.count
  }
  Measurement.time("decimal-compare", count: 1_000_000) { run in
    sink &+= budgets[run & 3] < baseline ? 1 : 0
  }
  let whole = try decimal("1000000")
  Measurement.time("decimal-compare-scales", count: 1_000_000) { run in
    sink &+= budgets[run & 3] < whole ? 1 : 0
  }
  try Measurement.time("decimal-add", count: 1_000_000) { run in
    sink &+= try budgets[run & 3].adding(baseline).scale
  }
  try Measurement.time("decimal-add-scales", count: 1_000_000) { run in
    sink &+= try budgets[run & 3].adding(whole).scale
  }
  try Measurement.time("decimal-multiply", count: 1_000_000) { run in
    sink &+= try budgets[run & 3].multiplying(baseline).scale
  }
  try Measurement.time("decimal-measure", count: 200_000) { run in
    let share = try budgets[run & 3].divided(by: baseline).subtracting(ExactNumber(.one))
    sink &+= share > limit ? 1 : 0
  }
  let pattern = try Pattern(#"^[a-z][a-z0-9_.]*@([a-z0-9-]+\.)+[a-z]{2,}$"#)
  Measurement.time("pattern-match", count: 20_000) { _ in
    sink &+= pattern.matches("first.last_name@mail.example.com") ? 1 : 0
  }
  try Measurement.time("pattern-compile", count: 5_000) { _ in
    sink &+= try Pattern(#"^[a-z][a-z0-9_.]*@([a-z0-9-]+\.)+[a-z]{2,}$"#).size
  }
  for (name, unit) in [
    ("script", #"(?i)[\p{Latin}a]"#), ("common", #"[\p{Common}a]"#), ("word", #"(?i)[\w-]"#),
    ("folded", "(?i)[\u{41}-\u{1E943}]"), ("negated", #"(?i)[^\P{Lu}]"#),
    ("repeated", "(?:k{9}){2}"),
  ] {
    let source = String(repeating: unit, count: 10_000 / unit.unicodeScalars.count)
    Measurement.time("pattern-hostile-compile-\(name)", rounds: 2, count: 1) { _ in
      sink &+= (try? Pattern(source).size) ?? 0
    }
  }
  // The most steps a byte of text can cost.
  let hostile = try Pattern(String(repeating: "a?", count: 4_900) + "z")
  let long = String(repeating: "a", count: 1_000)
  Measurement.time("pattern-hostile-1000-bytes", rounds: 2, count: 1) { _ in
    sink &+= hostile.matches(long) ? 1 : 0
  }
  blackHole(sink)
}

private func decimal(_ text: String) throws -> Decimal {
  guard let decimal = Decimal(text) else { throw Wrong(text: text) }
  return decimal
}

/// Keeps the optimizer from leaving out what led to the number.
@inline(never)
private func blackHole(_ number: Int) {
  if number == .min { print(number) }
}
