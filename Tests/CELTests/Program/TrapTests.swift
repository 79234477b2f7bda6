import CEL
import Diagnostics
import Testing

/// What implementers of CEL got wrong before, one test each.
struct TrapTests {
  @Test func `an operand that decides makes up for the error of another, on either side`() throws {
    #expect(try evaluate("1 / 0 == 1 || true") == true)
    #expect(try evaluate("true || 1 / 0 == 1") == true)
    #expect(try evaluate("1 / 0 == 1 && false") == false)
    #expect(try evaluationError("1 / 0 == 1 || false")?.code == .divisionByZero)
    #expect(try evaluationError("1 / 0 == 1 && true")?.code == .divisionByZero)
    #expect(try evaluate("[0, 1].exists(x, 1 / x == 1)") == true)
    #expect(try evaluationError("[0, 2].exists(x, 1 / x == 1)")?.code == .divisionByZero)
  }

  @Test func `numbers are compared on one line without rounding`() throws {
    // 2^53 + 1 has no double; through double it would equal 2^53.
    #expect(try evaluate("dyn(9007199254740993) == 9007199254740992.0") == false)
    #expect(try evaluate("dyn(9007199254740993) > 9007199254740992.0") == true)
    #expect(try evaluate("dyn(-1) < 0u") == true)
    #expect(try evaluate("dyn(18446744073709551615u) > 9223372036854775807") == true)
    #expect(try evaluate("dyn(1) == 1u && dyn(1u) == 1.0") == true)
  }

  @Test(arguments: [
    "double('NaN')", "1e300", "-1e300", "double('Infinity')", "9223372036854775808.0",
  ])
  func `a double beyond int does not convert`(_ double: String) throws {
    #expect(try evaluationError("int(\(double))")?.code == .outOfRange)
    #expect(try evaluate("{1: 1}[dyn(1.0)]") == 1)
    #expect(try evaluationError("[1][dyn(\(double))]") != nil)
  }

  @Test func `a map finds a key by any number type and refuses to hold it twice`() throws {
    for key in ["1", "1u", "1.0"] {
      #expect(try evaluate("{1: 'one'}[dyn(\(key))]") == "one")
      #expect(try evaluate("{1u: 'one'}[dyn(\(key))]") == "one")
    }
    #expect(try evaluationError("{0: 1, 0u: 2}")?.code == .repeatedKey)
    #expect(try evaluationError("{'a': 1, 'a': 2}")?.code == .repeatedKey)
    // More entries than are searched in line.
    let many = (0..<40).map { "\($0): \($0)" }.joined(separator: ", ")
    #expect(try evaluate("{\(many)}[dyn(39.0)]") == 39)
    #expect(try evaluationError("{\(many), 7u: 0}")?.code == .repeatedKey)
  }

  @Test func `strings are code points without normalisation`() throws {
    #expect(try evaluate(#"'\u00e9' == 'e\u0301'"#) == false)
    #expect(try evaluate(#"size('e\u0301')"#) == 2)
    #expect(try evaluate(#"size('👨‍👩‍👧')"#) == 5)
    #expect(try evaluate(#"{'\u00e9': 1, 'e\u0301': 2}['\u00e9']"#) == 1)
    #expect(try evaluate(#"'\uffff' < '\U00010000'"#) == true)
    #expect(try evaluate(#"'\r\n'.size()"#) == 2)
    #expect(try evaluate(#"'e\u0301'.startsWith('e')"#) == true)
  }

  @Test(
    arguments: [
      "-(-9223372036854775808)", "-9223372036854775808 / -1", "-9223372036854775808 % -1",
      "9223372036854775807 + 1", "-9223372036854775808 - 1", "9223372036854775807 * 2",
      "0u - 1u", "18446744073709551615u + 1u", "math.abs(-9223372036854775808)",
    ])
  func `integer overflow is an error`(_ expression: String) throws {
    #expect(try evaluationError(expression)?.code == .overflow)
  }

  @Test func `times keep to their range and months count from zero`() throws {
    #expect(
      try evaluationError("timestamp('9999-12-31T23:59:59Z') + duration('1s')") != nil)
    #expect(try evaluationError("timestamp('0001-01-01T00:00:00Z') - duration('1s')") != nil)
    #expect(try evaluate("timestamp('2026-01-31T00:00:00Z').getMonth()") == 0)
    #expect(try evaluationError("duration('-320000000000s')") != nil)
    #expect(
      try evaluationError(
        "timestamp('9999-01-01T00:00:00Z') - timestamp('0001-01-01T00:00:00Z')") != nil)
  }

  @Test func `arithmetic that CEL does not define is not there at run time either`() throws {
    for expression in [
      "-dyn(duration('1s'))", "-dyn(1u)", "dyn(1) + 1.0", "dyn('a') * 2", "!dyn(1)",
    ] {
      #expect(try evaluationError(expression)?.code == .noMatchingOverload)
    }
  }

  @Test func `patterns take linear time`() throws {
    let text = String(repeating: "a", count: 5_000)
    // A backtracking engine would need longer than the universe has lasted.
    #expect(try evaluate("x.matches('(a*)*b')", ["x": .string(text)]) == false)
  }

  @Test func `long chains are no deep trees`() throws {
    let chain = Array(repeating: "true", count: 3_000).joined(separator: " && ")
    #expect(try evaluate(chain) == true)
    #expect(try evaluate(chain + " && false") == false)
  }

  @Test func `has needs the parent`() throws {
    #expect(try evaluate("has({'a': {}}.a.b)") == false)
    #expect(try evaluationError("has({'c': {}}.a.b)")?.code == .noSuchKey)
    #expect(try evaluationError("has(dyn(1).a)")?.code == .noSuchField)
  }
}
