import CEL
import Engine

/// Days on which a post cannot be filled, or not for every amount.
package struct Gap: Sendable, Hashable {
  package let post: Post
  package let from: CivilDate
  /// The first day after it.
  package let until: CivilDate
  package let lack: Lack

  /// What is missing.
  package enum Lack: Sendable, Hashable {
    /// Nobody is there at all.
    case everybody
    /// So many different people are there, and more are needed.
    case enough(present: Int)
    /// Nobody who is there may agree to more than this, though on other days or but for absences somebody may.
    case above(Decimal)
  }

  /// Whether a day is one of it.
  package func covers(_ day: CivilDate) -> Bool { from <= day && day < until }
}

extension [Gap] {
  /// The gaps of which some day was none before, for the same people and the same lack or a worse one.
  package func new(since before: [Gap]) -> [Gap] {
    filter { gap in
      let old = before.filter { $0.post.isLike(gap.post) && $0.lack.isAtLeast(gap.lack) }
      return (0..<gap.until.days(since: gap.from)).contains { offset in
        guard let day = gap.from.adding(days: offset) else { return false }
        return !old.contains { $0.covers(day) }
      }
    }
  }

  /// Holes of the same people on the same days told once, with all steps that they stop.
  func merged() -> [Gap] {
    var merged: [Gap] = []
    for gap in self {
      let index = merged.firstIndex {
        $0.post.isLike(gap.post) && $0.from == gap.from && $0.until == gap.until
          && $0.lack == gap.lack
      }
      if let index {
        var post = merged[index].post
        post.steps += gap.post.steps.filter { !post.steps.contains($0) }
        merged[index] = Gap(post: post, from: gap.from, until: gap.until, lack: gap.lack)
      } else {
        merged.append(gap)
      }
    }
    return merged
  }
}

extension Gap.Lack {
  /// Whether whoever lacks this lacks the other as well.
  fileprivate func isAtLeast(_ other: Self) -> Bool {
    switch (self, other) {
    case (.everybody, _): true
    case (.enough(let present), .enough(let more)): present <= more
    case (.above(let amount), .above(let more)): amount <= more
    case (.enough, .above): true
    case (.enough, .everybody), (.above, .everybody), (.above, .enough): false
    }
  }
}
