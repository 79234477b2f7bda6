/// The part of a passage that shows why it was found: the words that it has are marked.
public struct Excerpt: Sendable, Hashable {
  public let form: FormName
  public let field: FieldName
  /// Stretches in their order; those that were looked for are hits.
  public let parts: [Part]
  public let isCutBefore: Bool
  public let isCutAfter: Bool

  public struct Part: Sendable, Hashable {
    public let text: String
    public let isHit: Bool
  }

  /// Characters before the first hit, and in all.
  private static let (lead, length) = (20, 120)

  /// Of the passage that has the most of the words; of the first, if none has any.
  ///
  /// nil: there is no passage.
  public init?(_ lesson: Lesson, _ query: LessonQuery) {
    let marked = lesson.passages.map { ($0, Self.hits(Array($0.text.unicodeScalars), query)) }
    guard
      let (passage, hits) = marked.enumerated().max(by: { left, right in
        let (a, b) = (left.element.1.words, right.element.1.words)
        return a != b ? a < b : left.offset > right.offset
      })?.element
    else { return nil }
    let scalars = Array(passage.text.unicodeScalars)
    let start = max(0, (hits.isHit.firstIndex(of: true) ?? 0) - Self.lead)
    let end = min(scalars.count, start + Self.length)
    var parts: [Part] = []
    var index = start
    while index < end {
      let isHit = hits.isHit[index]
      let stop = hits.isHit[index..<end].firstIndex { $0 != isHit } ?? end
      parts.append(Part(text: String(scalars[index..<stop]), isHit: isHit))
      index = stop
    }
    form = passage.form
    field = passage.field
    self.parts = parts
    (isCutBefore, isCutAfter) = (start > 0, end < scalars.count)
  }

  /// Which characters belong to what was looked for, and how many of the words are there.
  private static func hits(_ scalars: [Unicode.Scalar], _ query: LessonQuery)
    -> (isHit: [Bool], words: Int)
  {
    var isHit = Array(repeating: false, count: scalars.count)
    var words = 0
    let places = SearchTerms.places(scalars)
    for word in query.words {
      let found = word.terms.map { places[$0] ?? [] }
      guard found.allSatisfy({ !$0.isEmpty }) else { continue }
      words += 1
      for range in found.joined() {
        for index in range { isHit[index] = true }
      }
    }
    return (isHit, words)
  }
}

extension String {
  fileprivate init(_ scalars: ArraySlice<Unicode.Scalar>) {
    self = scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
  }
}
