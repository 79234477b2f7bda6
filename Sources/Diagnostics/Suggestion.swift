/// The known word that an unknown one was probably meant to be, for "did you mean".
///
/// Compares by edit distance with transpositions (optimal string alignment). A word counts as close
/// within a third of its length, at least one edit; the nearest wins, the first among equals.
public func closestMatch(to word: String, among known: some Sequence<String>) -> String? {
  let scalars = Array(word.unicodeScalars)
  // Words longer than this are no names of ours; the comparison would cost more than the hint is worth.
  guard scalars.count <= 64 else { return nil }
  var limit = max(1, scalars.count / 3)
  var best: String?
  var distances = EditDistances()
  for candidate in known {
    guard let distance = distances.between(scalars, candidate.unicodeScalars, atMost: limit) else {
      continue
    }
    best = candidate
    if distance == 0 { break }
    limit = distance - 1
  }
  return best
}

/// Computes edit distances one after another, with the same memory for all.
private struct EditDistances {
  private var other: [Unicode.Scalar] = []
  // Rows of the table: distances from the word's first i scalars to the other's first j.
  private var beforeLast: [Int] = []
  private var last: [Int] = []
  private var row: [Int] = []

  /// The number of edits between two words, or nil when it is above `limit`.
  mutating func between(
    _ word: [Unicode.Scalar], _ candidate: String.UnicodeScalarView, atMost limit: Int
  ) -> Int? {
    other.removeAll(keepingCapacity: true)
    for scalar in candidate {
      other.append(scalar)
      if other.count > word.count + limit { return nil }
    }
    guard word.count <= other.count + limit else { return nil }
    last.removeAll(keepingCapacity: true)
    last.append(contentsOf: 0...other.count)
    for i in word.indices {
      row.removeAll(keepingCapacity: true)
      row.append(i + 1)
      var least = i + 1
      for j in other.indices {
        var cost = min(last[j] + (word[i] == other[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, word[i] == other[j - 1], word[i - 1] == other[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
        least = min(least, cost)
      }
      // The next rows grow from this one and the one before, by a transposition at least one.
      if least > limit + 1 { return nil }
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return last[other.count] <= limit ? last[other.count] : nil
  }
}

/// ``did you mean `sponsor`?`` in both languages, or nil when nothing known is close.
public func didYouMean(_ word: String, among known: some Sequence<String>) -> Bilingual? {
  closestMatch(to: word, among: known).map {
    Bilingual("did you mean `\($0)`?", zh: "是否指 `\($0)`？")
  }
}
