/// Splits text into the terms that it is found by. Our own rule, so that every store finds the same.
///
/// Letters and digits of scripts with blanks between words are taken together, in lower case: `iPad-2` gives `ipad`, `2`. Of
/// Chinese, Japanese and Korean every character is a term and every two neighbours are one: `投标书` gives `投`, `投标`,
/// `标`, `标书`, `书`. Full-width letters and digits count as ordinary ones. Everything else separates.
public enum SearchTerms {
  /// Bytes of a document's terms; what comes after is not found. A column of PostgreSQL's search takes a mebibyte.
  static let limit = 500_000
  /// Characters of one word: nobody types more.
  static let wordLimit = 64

  /// A stretch of a text that is looked for as a whole.
  public struct Word: Sendable, Hashable {
    /// As it was typed, in lower case.
    public let text: String
    /// Which all must be in the text: of more than one character in scripts without blanks, every two neighbours.
    public let terms: [String]
  }

  /// The words of what somebody looks for, each once.
  public static func words(_ text: String) -> [Word] {
    var words: [Word] = []
    for run in runs(text.unicodeScalars) {
      let word: Word
      if run.isDense, run.scalars.count > 1 {
        let pairs = zip(run.scalars, run.scalars.dropFirst()).map { String([$0, $1]) }
        word = Word(text: String(run.scalars), terms: pairs.map(coded))
      } else {
        word = Word(text: String(run.scalars), terms: [coded(String(run.scalars))])
      }
      if !words.contains(word) { words.append(word) }
    }
    return words
  }

  /// The terms of a document, each once: `marks` first, then those of its texts.
  static func indexed(_ texts: [String], _ marks: [String]) -> [String] {
    var terms: [String] = []
    var known: Set<String> = []
    var length = 0
    func add(_ term: String) {
      guard length + term.utf8.count < limit, known.insert(term).inserted else { return }
      length += term.utf8.count + 1
      terms.append(term)
    }
    marks.forEach(add)
    for run in texts.lazy.flatMap({ runs($0.unicodeScalars) }) {
      guard run.isDense else {
        add(coded(String(run.scalars)))
        continue
      }
      for (index, scalar) in run.scalars.enumerated() {
        add(coded(String([scalar])))
        if index + 1 < run.scalars.count { add(coded(String([scalar, run.scalars[index + 1]]))) }
      }
    }
    return terms
  }

  /// A term in `a`–`z`, digits and `_` alone, so that no store has its own idea of it: `标` is `_6807`.
  static func coded(_ term: String) -> String {
    term.unicodeScalars.reduce(into: "") { coded, scalar in
      switch scalar {
      case "a"..."z", "0"..."9": coded.unicodeScalars.append(scalar)
      default: coded += "_" + String(scalar.value, radix: 16)
      }
    }
  }

  /// Where each term stands in a text, by character.
  static func places(_ scalars: [Unicode.Scalar]) -> [String: [Range<Int>]] {
    var places: [String: [Range<Int>]] = [:]
    func add(_ term: [Unicode.Scalar], _ range: Range<Int>) {
      places[coded(String(term)), default: []].append(range)
    }
    for run in runs(scalars) {
      guard run.isDense else {
        add(run.scalars, run.start..<run.end)
        continue
      }
      // Such characters fold to one each.
      for (index, scalar) in run.scalars.enumerated() {
        let place = run.start + index
        add([scalar], place..<place + 1)
        if index + 1 < run.scalars.count {
          add([scalar, run.scalars[index + 1]], place..<place + 2)
        }
      }
    }
    return places
  }

  private struct Run {
    /// Whether words of the script stand without blanks between them.
    let isDense: Bool
    /// In lower case.
    var scalars: [Unicode.Scalar] = []
    /// From where to where the text has it.
    let start: Int
    var end: Int
  }

  private static func runs(_ scalars: some Collection<Unicode.Scalar>) -> [Run] {
    var runs: [Run] = []
    for (place, scalar) in scalars.enumerated() where scalar.isSearched {
      let isDense = scalar.isDense
      if runs.last?.end != place || runs.last?.isDense != isDense {
        runs.append(Run(isDense: isDense, start: place, end: place))
      }
      let last = runs.count - 1
      runs[last].end = place + 1
      if isDense {
        runs[last].scalars.append(scalar)
      } else if runs[last].scalars.count < wordLimit {
        runs[last].scalars += scalar.folded
      }
    }
    return runs
  }
}

extension Unicode.Scalar {
  fileprivate var isSearched: Bool {
    properties.isAlphabetic || properties.numericType != nil || properties.isIdeographic
  }

  /// Chinese characters, kana and Hangul.
  fileprivate var isDense: Bool {
    if value < 0x1100 { return false }
    return switch value {
    case 0x1100...0x11FF, 0x3040...0x30FF, 0x31F0...0x31FF, 0xAC00...0xD7A3: true
    default: properties.isIdeographic
    }
  }

  /// In lower case; full-width letters and digits as ordinary ones.
  fileprivate var folded: String.UnicodeScalarView {
    let narrow =
      (0xFF01...0xFF5E).contains(value) ? Unicode.Scalar(value - 0xFEE0) ?? self : self
    return narrow.properties.lowercaseMapping.unicodeScalars
  }
}

extension String {
  fileprivate init(_ scalars: [Unicode.Scalar]) {
    self = scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
  }
}
