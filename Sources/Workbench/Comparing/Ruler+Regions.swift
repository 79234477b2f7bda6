import CEL

extension Ruler {
  /// Boxes that together hold these cases and none of the others, as bounds.
  ///
  /// Neighbours along a scale are joined, and bounds beyond which there are no other cases are left out.
  func regions(_ cases: Set<[Mark]>, avoiding others: Set<[Mark]>) -> [[String]] {
    var boxes = cases.map { $0.map { Set([$0]) } }
    for scale in scales.indices.reversed() {
      var joined: [[Set<Mark>]: [Set<Mark>]] = [:]
      for box in boxes {
        var rest = box
        rest[scale] = []
        joined[rest, default: []].append(box[scale])
      }
      boxes = joined.flatMap { rest, parts in
        runs(parts.reduce(into: Set()) { $0.formUnion($1) }).map { run in
          var box = rest
          box[scale] = run
          return box
        }
      }
    }
    let all = scales.indices.map { scale in
      cases.union(others).reduce(into: Set<Mark>()) { $0.insert($1[scale]) }
    }
    var kept: [[Set<Mark>]] = []
    for box in boxes.map({ widened($0, within: all, avoiding: others) }) {
      func holds(_ other: [Set<Mark>]) -> Bool {
        zip(other, box).allSatisfy { $0.isSuperset(of: $1) }
      }
      if !kept.contains(where: holds) {
        kept.removeAll { zip(box, $0).allSatisfy { $0.isSuperset(of: $1) } }
        kept.append(box)
      }
    }
    return kept.map { box in
      scales.indices.flatMap { box[$0] == all[$0] ? [] : bounds(scales[$0], box[$0]) }
    }
    .sorted { $0.joined(separator: ", ") < $1.joined(separator: ", ") }
  }

  /// The box without the bounds that keep no other case out.
  private func widened(
    _ box: [Set<Mark>], within all: [Set<Mark>], avoiding others: Set<[Mark]>
  ) -> [Set<Mark>] {
    var box = box
    for scale in box.indices {
      let positions = box[scale].map(\.place)
      let (low, high) = (positions.min() ?? 0, positions.max() ?? 0)
      for wider in [
        all[scale], all[scale].filter { $0.place <= high }, all[scale].filter { $0.place >= low },
      ] {
        var candidate = box
        candidate[scale] = box[scale].union(wider)
        let isFree = others.allSatisfy { other in
          !zip(candidate, other).allSatisfy { $0.contains($1) }
        }
        if isFree {
          box = candidate
          break
        }
      }
    }
    return box
  }

  /// Positions without a hole between them; words all together.
  private func runs(_ marks: Set<Mark>) -> [Set<Mark>] {
    let positions = marks.compactMap { if case .position(let place) = $0 { place } else { nil } }
      .sorted()
    var runs: [Set<Mark>] = []
    var last: Int?
    for position in positions {
      if let last, position == last + 1 {
        runs[runs.count - 1].insert(.position(position))
      } else {
        runs.append([.position(position)])
      }
      last = position
    }
    let others = marks.filter { if case .position = $0 { false } else { true } }
    return runs + (others.isEmpty ? [] : [others])
  }

  private func bounds(_ scale: Scale, _ marks: Set<Mark>) -> [String] {
    switch scale {
    case .condition(let condition):
      let words = marks.compactMap { if case .word(let word) = $0 { word } else { nil } }
      return words.isEmpty
        ? ["! \(condition.text)"]
        : words.map { $0 == "true" ? condition.text : condition.negation }.sorted()
    case .word(let name):
      let words = marks.compactMap { if case .word(let word) = $0 { word } else { nil } }.sorted()
      return words.isEmpty ? ["\(name) –"] : ["\(name) = \(words.joined(separator: " | "))"]
    case .number(let name, let steps):
      let positions = marks.compactMap { if case .position(let place) = $0 { place } else { nil } }
      guard let low = positions.min(), let high = positions.max() else { return ["\(name) –"] }
      if low == high, low % 2 == 1 { return ["\(name) = \(steps[low / 2].text)"] }
      var bounds: [String] = []
      if low > 0 {
        bounds.append("\(name) \(low % 2 == 1 ? "≥" : ">") \(steps[(low - 1) / 2].text)")
      }
      if high < 2 * steps.count {
        bounds.append("\(name) \(high % 2 == 1 ? "≤" : "<") \(steps[high / 2].text)")
      }
      return bounds
    }
  }
}
