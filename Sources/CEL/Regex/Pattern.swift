/// A regular expression in RE2 syntax, matched in time linear in the text.
///
/// The language is that of RE2 and Go's `regexp`: no backreferences and no look-around, hence no
/// pattern that takes exponential time. A pattern works on Unicode scalars, without normalisation;
/// `\d \w \s \b` and `[[:alpha:]]` mean ASCII, `\p{…}` means a general category or a script.
///
/// Bounds: 10,000 scalars of source, 250 groups within each other, a repetition of 1,000 (also as
/// the product of nested ones) and ``maximumSize`` instructions; beyond them is an error.
public struct Pattern: Sendable {
  /// How many instructions a pattern may compile to.
  public static let maximumSize = 10_000
  static let maximumSourceLength = 10_000

  public let source: String
  let program: PatternProgram

  public init(_ source: String) throws(PatternError) {
    self.source = source
    var parser = try PatternParser(source)
    let tree = try parser.parse()
    program = try PatternProgram(tree, sets: parser.sets)
  }

  /// Whether the pattern matches anywhere within the text.
  public func matches(_ text: String) -> Bool {
    var matcher = PatternMatcher(program)
    return matcher.matches(text)
  }

  /// How many instructions the pattern has: each is looked at most once a scalar of the text.
  public var size: Int { program.instructions.count }

  /// The steps that ``matches(_:)`` takes at most on a text of so many bytes.
  public func stepBound(utf8Count: Int) -> Int {
    let (positions, overflow1) = utf8Count.addingReportingOverflow(1)
    let (steps, overflow2) = positions.multipliedReportingOverflow(by: size)
    return overflow1 || overflow2 ? .max : steps
  }
}

extension Pattern: Hashable {
  public static func == (left: Self, right: Self) -> Bool {
    left.source.utf8.elementsEqual(right.source.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    for byte in source.utf8 { hasher.combine(byte) }
  }
}
