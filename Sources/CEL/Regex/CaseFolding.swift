/// Which scalars are letter cases of one another, by Unicode's simple case folding.
///
/// As in RE2: `k`, `K` and the Kelvin sign are one; `ß` and `ẞ` are; `ß` and `ss` are not, since
/// folding never changes the length.
enum CaseFolding {
  /// Where scalars with letter cases live; a test scans all of Unicode for others.
  static let blocks: [ClosedRange<UInt32>] = [
    0x41...0x24FF, 0x2C00...0x2DFF, 0xA640...0xA7FF, 0xAB30...0xABBF, 0xFF21...0xFF5A,
    0x10400...0x105FF, 0x10C80...0x10DFF, 0x118A0...0x118DF, 0x16E40...0x16EFF,
    0x1E900...0x1E943,
  ]

  /// Every scalar with more than one case and the others of its group, sorted by the scalar.
  private static let table: [(scalar: UInt32, others: [UInt32])] = {
    var groups: [UInt32: [UInt32]] = [:]
    for block in blocks {
      for scalar in block {
        let key = key(scalar)
        // A scalar that is its own key is entered with the first that shares it.
        if key != scalar { groups[key, default: [key]].append(scalar) }
      }
    }
    return groups.values
      .flatMap { group in group.map { member in (member, group.filter { $0 != member }) } }
      .sorted { $0.0 < $1.0 }
  }()

  /// The lower case of the upper case: the same for all cases of a letter.
  static func key(_ scalar: UInt32) -> UInt32 {
    // The dotless i is a letter of its own: only Turkish folds it.
    guard let letter = Unicode.Scalar(scalar), letter.properties.changesWhenCaseMapped,
      scalar != 0x131
    else { return scalar }
    let upper = single(letter.properties.uppercaseMapping) ?? letter
    let lower = single(upper.properties.lowercaseMapping) ?? upper
    return lower.value
  }

  private static func single(_ text: String) -> Unicode.Scalar? {
    let scalars = text.unicodeScalars
    return scalars.count == 1 ? scalars.first : nil
  }

  /// The other cases of every scalar in the ranges, as far as they lie outside of its range.
  static func partners(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    for range in ranges {
      var (low, high) = (0, table.count)
      while low < high {
        let middle = (low + high) / 2
        if table[middle].scalar < range.lowerBound { low = middle + 1 } else { high = middle }
      }
      while low < table.count && table[low].scalar <= range.upperBound {
        for other in table[low].others where !range.contains(other) { result.append(other...other) }
        low += 1
      }
    }
    return result
  }
}
