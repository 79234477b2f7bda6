import Diagnostics

extension PatternParser {
  /// What a backslash begins outside brackets.
  mutating func escape() throws(PatternError) -> PatternNode {
    switch peek(1) {
    case "A": return assertion(.textStart)
    case "z": return assertion(.textEnd)
    case "b": return assertion(.wordBoundary)
    case "B": return assertion(.noWordBoundary)
    default: break
    }
    var set = ScalarSet()
    if try namedEscape(into: &set) { return add(set, negated: false) }
    return literal(try escapedScalar())
  }

  private mutating func assertion(_ assertion: PatternAssertion) -> PatternNode {
    index += 2
    return .assertion(assertion)
  }

  /// `[a-z\d[:alpha:]]`.
  mutating func bracketedClass() throws(PatternError) -> PatternNode {
    let start = index
    index += 1
    let negated = skip("^")
    var set = ScalarSet()
    // Ranges are folded at the end, all at once; what `\w` and its like add is folded by themselves.
    var single = ScalarSet()
    var first = true
    while first || peek != "]" {
      first = false
      if peek == "[" && peek(1) == ":" {
        if try asciiClass(into: &set) { continue }
      } else if peek == "\\" {
        if try namedEscape(into: &set) { continue }
      }
      let from = index
      let low = try classScalar(start)
      var high = low
      if peek == "-" && peek(1) != nil && peek(1) != "]" {
        index += 1
        high = try classScalar(start)
      }
      guard low <= high else {
        throw failure(
          Bilingual(
            "`\(text(from: from))` ends before it begins", zh: "`\(text(from: from))` 范围颠倒"),
          at: from)
      }
      single.insert(low...high)
    }
    index += 1
    if flags.contains(.foldCase) { single.fold() }
    set.insert(contentsOf: single.ranges)
    return add(set, negated: negated)
  }

  private mutating func classScalar(_ start: Int) throws(PatternError) -> UInt32 {
    guard let scalar = peek else {
      throw failure(Bilingual("`[` without `]`", zh: "`[` 没有对应的 `]`"), at: start)
    }
    if scalar == "\\" { return try escapedScalar() }
    index += 1
    return scalar.value
  }

  /// `[:alpha:]` or `[:^alpha:]` within brackets; false when it is not closed and so means itself.
  private mutating func asciiClass(into set: inout ScalarSet) throws(PatternError) -> Bool {
    let start = index
    var end = index + 2
    while end + 1 < scalars.count && !(scalars[end] == ":" && scalars[end + 1] == "]") { end += 1 }
    guard end + 1 < scalars.count else { return false }
    let negated = peek(2) == "^"
    var name = String.UnicodeScalarView()
    name.append(contentsOf: scalars[(index + (negated ? 3 : 2))..<max(end, index + 3)])
    index = end + 2
    guard let ranges = NamedClasses.ascii(String(name)) else {
      throw failure(
        Bilingual("unknown class `\(text(from: start))`", zh: "未知字符类 `\(text(from: start))`"),
        at: start)
    }
    insert(ranges, negated: negated, into: &set)
    return true
  }

  /// `\d`, `\W`, `\pL`, `\p{^Greek}`; false when something else comes.
  private mutating func namedEscape(into set: inout ScalarSet) throws(PatternError) -> Bool {
    guard let letter = peek(1) else { return false }
    switch letter {
    case "d", "s", "w", "D", "S", "W":
      index += 2
      let ranges = NamedClasses.perl(letter.properties.lowercaseMapping)
      insert(ranges, negated: "A"..."Z" ~= letter, into: &set)
      return true
    case "p", "P":
      try unicodeClass(into: &set)
      return true
    default:
      return false
    }
  }

  /// Under `(?i)` the class is folded before it is negated, as in RE2.
  private func insert(
    _ ranges: [ClosedRange<UInt32>], negated: Bool, into set: inout ScalarSet
  ) {
    let folded = flags.contains(.foldCase) ? ranges + CaseFolding.partners(of: ranges) : ranges
    set.insert(contentsOf: negated ? ScalarSet.complement(folded) : folded)
  }

  private mutating func unicodeClass(into set: inout ScalarSet) throws(PatternError) {
    let start = index
    var negated = scalars[index + 1] == "P"
    index += 2
    var name = String.UnicodeScalarView()
    if skip("{") {
      if skip("^") { negated.toggle() }
      while let scalar = peek, scalar != "}" {
        name.append(scalar)
        index += 1
      }
      guard skip("}") else {
        throw failure(Bilingual("`{` without `}`", zh: "`{` 没有对应的 `}`"), at: start)
      }
    } else if let scalar = peek {
      name.append(scalar)
      index += 1
    }
    let folds = flags.contains(.foldCase)
    if String(name) == "Any" {
      if !negated { set.insert(0...ScalarSet.lastScalar) }
    } else if let categories = GeneralCategories(named: String(name)) {
      if !negated {
        set.insert(categories, folded: folds)
      } else if !folds {
        set.insert(categories.complement, folded: false)
      } else {
        set.insertComplement(ofFolded: categories)
      }
    } else if let ranges = script(String(name)) {
      set.insert(contentsOf: negated ? ScalarSet.complement(ranges) : ranges)
    } else {
      throw failure(
        Bilingual(
          "unknown category or script `\(text(from: start))`",
          zh: "未知的 Unicode 类别或文字 `\(text(from: start))`"), at: start)
    }
  }

  /// A script with its letter cases under `(?i)`; nil for an unknown name.
  private mutating func script(_ name: String) -> [ClosedRange<UInt32>]? {
    let key = (flags.contains(.foldCase) ? "i:" : "") + name
    if let known = scripts[key] { return known }
    guard var ranges = Scripts.ranges(named: name) else { return nil }
    if flags.contains(.foldCase) {
      ranges = ScalarSet.merged(ranges + CaseFolding.partners(of: ranges))
    }
    scripts[key] = ranges
    return ranges
  }

  /// The scalar that `\n`, `\x41`, `\x{10FFFF}`, `\101` or `\.` stands for.
  mutating func escapedScalar() throws(PatternError) -> UInt32 {
    let start = index
    index += 1
    guard let scalar = peek else {
      throw failure(Bilingual("`\\` at the end", zh: "末尾的 `\\`"), at: start)
    }
    index += 1
    switch scalar {
    case "a": return 7
    case "f": return 12
    case "n": return 10
    case "r": return 13
    case "t": return 9
    case "v": return 11
    case "x":
      if let value = hexadecimal() { return value }
    case "0", "1"..."7":
      // A digit by itself would be a backreference.
      if scalar == "0" || peek.map({ "0"..."7" ~= $0 }) == true {
        var value = scalar.value - 48
        for _ in 0..<2 {
          guard let digit = peek, "0"..."7" ~= digit else { break }
          value = value * 8 + digit.value - 48
          index += 1
        }
        return value
      }
    default:
      if scalar.isASCII && !NamedClasses.isAlphanumeric(scalar.value) { return scalar.value }
    }
    throw failure(
      Bilingual("unknown escape `\(text(from: start))`", zh: "无法识别的转义 `\(text(from: start))`"),
      at: start)
  }

  /// Two digits, or any number of them in braces up to 10FFFF; nil for anything else.
  private mutating func hexadecimal() -> UInt32? {
    var value: UInt32 = 0
    var digits = 0
    let braced = skip("{")
    while braced || digits < 2 {
      if braced && digits > 0 && skip("}") { return value }
      guard let scalar = peek, let digit = scalar.hexadecimalDigit else { return nil }
      value = value * 16 + digit
      guard value <= ScalarSet.lastScalar else { return nil }
      index += 1
      digits += 1
    }
    return value
  }
}

extension Unicode.Scalar {
  /// 0...15 for an ASCII digit of base sixteen, else nil.
  fileprivate var hexadecimalDigit: UInt32? {
    switch self {
    case "0"..."9": value - 48
    case "a"..."f": value - 87
    case "A"..."F": value - 55
    default: nil
    }
  }
}
