/// A set of Unicode scalars: ranges, whole general categories, or the complement of both.
///
/// Categories are asked from the standard library when a scalar is tested rather than unfolded into
/// thousands of ranges when the pattern is compiled.
struct ScalarSet: Sendable {
  static let lastScalar: UInt32 = 0x10FFFF

  /// Sorted and apart once ``seal(negated:)`` was called.
  private(set) var ranges: [ClosedRange<UInt32>] = []
  private var categories: GeneralCategories = []
  private var foldedCategories: GeneralCategories = []
  /// Categories of which neither the scalar nor another case of it may be, each list by itself.
  private var excluded: [GeneralCategories] = []
  private var negated = false
  /// Membership of U+0000–U+007F, a bit each, with categories and negation applied.
  private var ascii: (low: UInt64, high: UInt64) = (0, 0)

  mutating func insert(_ range: ClosedRange<UInt32>) {
    ranges.append(range)
  }

  mutating func insert(contentsOf others: [ClosedRange<UInt32>]) {
    ranges += others
  }

  /// - `folded`: a scalar also counts when another letter case of it is of the category.
  mutating func insert(_ others: GeneralCategories, folded: Bool) {
    if folded { foldedCategories.formUnion(others) } else { categories.formUnion(others) }
  }

  /// `\P{Lu}` under `(?i)`: everything of which no letter case is of the categories.
  mutating func insertComplement(ofFolded others: GeneralCategories) {
    excluded.append(others)
  }

  /// Adds the other letter cases of every scalar in the ranges.
  mutating func fold() {
    ranges += CaseFolding.partners(of: ranges)
  }

  /// Ends the building, after which ``contains(_:)`` may be asked.
  mutating func seal(negated: Bool) {
    self.negated = negated
    ranges = Self.merged(ranges)
    for scalar in UInt32(0)..<128 where search(scalar) != negated {
      if scalar < 64 { ascii.low |= 1 << scalar } else { ascii.high |= 1 << (scalar - 64) }
    }
  }

  func contains(_ scalar: UInt32) -> Bool {
    if scalar < 64 { return ascii.low >> scalar & 1 == 1 }
    if scalar < 128 { return ascii.high >> (scalar - 64) & 1 == 1 }
    return search(scalar) != negated
  }

  private func search(_ scalar: UInt32) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
    }
    if low < ranges.count && ranges[low].lowerBound <= scalar { return true }
    if !categories.isEmpty && categories.contains(scalar) { return true }
    if foldedCategories.isEmpty && excluded.isEmpty { return false }
    return (!foldedCategories.isEmpty && Self.isAnyCase(of: scalar, in: foldedCategories))
      || excluded.contains { !Self.isAnyCase(of: scalar, in: $0) }
  }

  private static func isAnyCase(of scalar: UInt32, in categories: GeneralCategories) -> Bool {
    categories.contains(scalar)
      || CaseFolding.partners(of: scalar).contains { categories.contains($0) }
  }

  /// Sorted, with ranges that touch joined.
  static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, range.lowerBound <= last.upperBound + 1 {
        result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return result
  }

  /// Everything outside the ranges.
  static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    var start: UInt32 = 0
    for range in merged(ranges) {
      if range.lowerBound > start { result.append(start...range.lowerBound - 1) }
      start = range.upperBound + 1
    }
    if start <= lastScalar { result.append(start...lastScalar) }
    return result
  }
}
