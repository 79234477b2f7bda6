import CEL
import Testing

@Suite("Decimals and fractions")
struct DecimalTests {
  @Test("the scale is kept, and is no part of the value")
  func scale() throws {
    let long = try #require(Decimal("1.50"))
    let short = try #require(Decimal("1.5"))
    #expect(long == short && long.hashValue == short.hashValue)
    #expect(long.description == "1.50" && short.description == "1.5")
    #expect(long.plainDescription == "1.5" && long.normalized.scale == 1)
    #expect(Decimal("-0.00")?.description == "0.00" && Decimal("-0") == .zero)
    #expect(Decimal("0.00")?.plainDescription == "0")
    #expect(Decimal("2.00")?.integerValue == 2 && Decimal("2.01")?.integerValue == nil)
    #expect(Set([long, short, .one]).count == 2)
  }

  @Test(
    "what is not digits with at most one point between them is no decimal",
    arguments: [
      "", "-", ".", "1.", ".5", "-.5", "+1", "--1", "1e3", "1E3", " 1", "1 ", "1,000", "1_000",
      "12abc", "0x1", "١", "1٫5", "1.2.3", "NaN", "inf", "−1", "1\0",
      "12345678901234567890123456789012345", "0.00000000000000000000000000000000000",
    ])
  func refused(text: String) {
    #expect(Decimal(text) == nil)
    #expect(Decimal(Substring(text)) == nil)
  }

  @Test("the bounds are 34 digits, in all and after the point")
  func bounds() throws {
    let nines = String(repeating: "9", count: 34)
    let largest = try #require(Decimal(nines))
    #expect(largest.description == nines)
    #expect(Decimal("000" + nines) == largest)
    #expect(Decimal(coefficient: largest.coefficient + 1) == nil)
    #expect(Decimal(coefficient: -largest.coefficient - 1) == nil)
    #expect(Decimal(coefficient: .min) == nil && Decimal(coefficient: .max) == nil)
    #expect(Decimal(coefficient: 1, scale: 35) == nil && Decimal(coefficient: 1, scale: -1) == nil)
    #expect(Decimal("0." + nines)?.coefficient == largest.coefficient)
    #expect(throws: ArithmeticError.overflow) { try largest.adding(.one) }
    #expect(throws: ArithmeticError.overflow) { try largest.negated.subtracting(.one) }
    #expect(throws: ArithmeticError.overflow) { try largest.multiplying(largest) }
    let smallest = try #require(Decimal(coefficient: 1, scale: 34))
    #expect(throws: ArithmeticError.overflow) { try smallest.multiplying(smallest) }
    #expect(throws: ArithmeticError.overflow) { try largest.adding(smallest) }
    #expect(try smallest.multiplying(.zero).isZero)
    #expect(Decimal(Int64.min).negated.description == "9223372036854775808")
    #expect(Decimal(UInt64.max).description == "18446744073709551615")
    #expect(Decimal(Int64.min).integerValue == .min)
    #expect(Decimal(Int64.min).negated.integerValue == nil)
  }

  @Test("a quotient is a decimal where one holds it, else a fraction")
  func quotients() throws {
    func quotient(_ left: String, _ right: String) throws -> ExactNumber {
      try #require(Decimal(left)).divided(by: #require(Decimal(right)))
    }
    #expect(try quotient("1", "8") == .decimal(#require(Decimal("0.125"))))
    #expect(try quotient("1", "3") == .ratio(#require(Ratio("1/3"))))
    #expect(try quotient("-2.00", "0.6").description == "-10/3")
    #expect(try quotient("1050000", "1000000").subtracting(ExactNumber(.one)).description == "0.05")
    #expect(throws: ArithmeticError.divisionByZero) { try quotient("1", "0.00") }
    // A third and two thirds are one again, and a decimal again.
    let sum = try quotient("1", "3").adding(quotient("2", "3"))
    #expect(sum == .decimal(.one))
    let third = try quotient("1", "3")
    #expect(try third < quotient("1", "2") && third > quotient("0.3333333333333333333333", "1"))
    #expect(third.negated < third && third.negated.absolute == third)
  }

  @Test("a fraction is reduced, and keeps to 127 bits without a trap")
  func fractions() throws {
    #expect(Ratio("6/4")?.description == "3/2" && Ratio("-6/4")?.description == "-3/2")
    #expect(Ratio("0/5") == .zero && Ratio(1, over: 0) == nil)
    #expect(Ratio(Int128.min, over: 1) == nil && Ratio(1, over: .min) == nil)
    #expect(Ratio(Int128.min, over: -2)?.description == "85070591730234615865843651857942052864/1")
    #expect(Ratio(Int128.max, over: .min) == nil)
    for text in ["", "1", "1/", "/1", "1/-2", "1/0", "+1/2", "1/2/3", " 1/2", "1.0/2", "a/b"] {
      #expect(Ratio(text) == nil, "\(text)")
    }
    #expect(Ratio("170141183460469231731687303715884105728/1") == nil)
    let huge = try #require(Ratio(.max, over: 1))
    #expect(throws: ArithmeticError.overflow) { try huge.adding(huge) }
    #expect(try huge.subtracting(huge) == .zero)
    #expect(throws: ArithmeticError.divisionByZero) { try huge.divided(by: .zero) }
    #expect(huge.decimal == nil && Ratio("1/3")?.decimal == nil)
    #expect(Ratio("1/1024")?.decimal?.description == "0.0009765625")
  }
}
