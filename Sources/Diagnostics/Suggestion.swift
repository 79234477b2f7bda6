/// The known word that an unknown one was probably meant to be, for "did you mean".
///
/// Compares by edit distance with transpositions (optimal string alignment). A word counts as close
/// within a third of its length, at least one edit; the nearest wins, the first among equals.
public func closestMatch(to word: String, among known: some Sequence<String>) -> String? {
  let limit = max(1, word.unicodeScalars.count / 3)
  var best: (word: String, distance: Int)?
  for candidate in known {
    let distance = editDistance(word, candidate, atMost: min(limit, (best?.distance ?? .max) - 1))
    if let distance, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.word
}

/// The number of edits between two words, or nil when it is above `limit`.
private func editDistance(_ a: String, _ b: String, atMost limit: Int) -> Int? {
  let a = Array(a.unicodeScalars)
  let b = Array(b.unicodeScalars)
  // Words longer than this are no names of ours; the table would cost more than the hint is worth.
  guard limit >= 0, abs(a.count - b.count) <= limit, a.count <= 64, b.count <= 64 else {
    return nil
  }
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1]
    for j in 0..<b.count {
      var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforeLast[j - 1] + 1)
      }
      row.append(cost)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count] <= limit ? last[b.count] : nil
}

/// ``did you mean `sponsor`?`` in both languages, or nil when nothing known is close.
public func didYouMean(_ word: String, among known: some Sequence<String>) -> Bilingual? {
  closestMatch(to: word, among: known).map {
    Bilingual("did you mean `\($0)`?", zh: "是否指 `\($0)`?")
  }
}
