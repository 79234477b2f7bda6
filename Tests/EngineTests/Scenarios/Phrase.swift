import Engine

/// The words of a sentence, taken one after another.
struct Phrase {
  private let sentence: Sentence
  private var next = 0

  init(_ sentence: Sentence) { self.sentence = sentence }

  var isAtEnd: Bool { next == sentence.words.count }

  /// Where the next word stands; at the end, where the sentence begins.
  var place: String { isAtEnd ? sentence.place : sentence.words[next].place }

  func mistake(_ message: String) -> ScenarioMistake {
    ScenarioMistake(place: place, message: message)
  }

  mutating func word(_ what: String) throws -> String {
    guard !isAtEnd else { throw mistake("expected \(what) at the end of the sentence") }
    defer { next += 1 }
    return sentence.words[next].text
  }

  /// Takes these words if they come next.
  mutating func take(_ words: String...) -> Bool {
    for (offset, word) in words.enumerated() {
      guard next + offset < sentence.words.count, sentence.words[next + offset].text == word else {
        return false
      }
    }
    next += words.count
    return true
  }

  mutating func expect(_ word: String) throws {
    guard take(word) else { throw mistake("expected `\(word)`") }
  }

  /// `a, b and c`
  mutating func list(_ what: String) throws -> [String] {
    var items = [try word(what)]
    while take(",") || take("and") { items.append(try word(what)) }
    return items
  }

  /// `with amount 1000, finish 2026-06-30`
  mutating func values() throws -> [FieldName: String] {
    guard take("with") else { return [:] }
    var values: [FieldName: String] = [:]
    repeat {
      let field = FieldName(try word("a field"))
      values[field] = try word("what `\(field)` is to be")
    } while take(",") || take("and")
    return values
  }

  /// `because …`, to the end of the sentence.
  mutating func reason() -> String {
    guard take("because") else { return "" }
    defer { next = sentence.words.count }
    return sentence.words[next...].map(\.text).joined(separator: " ")
  }

  func end() throws {
    guard isAtEnd else { throw mistake("`\(sentence.words[next].text)` is too much here") }
  }
}
