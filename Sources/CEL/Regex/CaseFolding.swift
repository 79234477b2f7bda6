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

  /// The other cases of a scalar.
  static func partners(of scalar: UInt32) -> [UInt32] {
    var (low, high) = (0, table.count)
    while low < high {
      let middle = (low + high) / 2
      if table[middle].scalar < scalar { low = middle + 1 } else { high = middle }
    }
    return low < table.count && table[low].scalar == scalar ? table[low].others : []
  }

  /// The other cases of every scalar in the ranges, as far as they lie outside of its range.
  static func partners(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    for range in ranges {
      if range.count == 1 {
        for other in partners(of: range.lowerBound) { result.append(other...other) }
      } else {
        for run in runs { run.appendPartners(of: range, to: &result) }
      }
    }
    return result
  }

  /// The same as the table in some hundred runs, so that a wide range costs no more than a narrow one.
  private static let runs: [Run] = {
    var pairs: [Int64: [UInt32]] = [:]
    for (scalar, others) in table {
      for other in others { pairs[Int64(other) - Int64(scalar), default: []].append(scalar) }
    }
    var runs: [Run] = []
    for (distance, scalars) in pairs.sorted(by: { $0.key < $1.key }) {
      var run = Run(first: scalars[0], last: scalars[0], stride: 1, distance: distance)
      for scalar in scalars.dropFirst() {
        let gap = scalar - run.last
        if gap == run.stride || (run.first == run.last && gap == 2) {
          (run.last, run.stride) = (scalar, gap)
        } else {
          runs.append(run)
          run = Run(first: scalar, last: scalar, stride: 1, distance: distance)
        }
      }
      runs.append(run)
    }
    return runs
  }()

  /// Scalars at equal strides of 1 or 2 that all have another case at the same distance.
  private struct Run {
    var first: UInt32
    var last: UInt32
    var stride: UInt32
    var distance: Int64

    func appendPartners(of range: ClosedRange<UInt32>, to result: inout [ClosedRange<UInt32>]) {
      guard range.overlaps(first...last) else { return }
      var low = max(first, range.lowerBound)
      low += (low - first) % stride
      var high = min(last, range.upperBound)
      high -= (high - first) % stride
      guard low <= high else { return }
      let partners = UInt32(Int64(low) + distance)...UInt32(Int64(high) + distance)
      if stride == 1 {
        if !range.contains(partners.lowerBound) || !range.contains(partners.upperBound) {
          result.append(partners)
        }
      } else {
        for partner in Swift.stride(from: partners.lowerBound, through: partners.upperBound, by: 2)
        where !range.contains(partner) { result.append(partner...partner) }
      }
    }
  }
}
