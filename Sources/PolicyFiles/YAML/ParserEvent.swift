/// One step of libyaml through a document, with its place in bytes.
struct ParserEvent {
  enum Kind {
    case documentStart
    case documentEnd
    case alias
    case scalar(String, Scalar.Style)
    case sequenceStart(flow: Bool)
    case sequenceEnd
    case mappingStart(flow: Bool)
    case mappingEnd
  }

  let kind: Kind
  /// For a collection's start only its first character, or nothing.
  let range: Range<Int>
  /// From 0, in characters.
  let column: Int
  let anchored: Bool
  let tagged: Bool
}

/// Where and why libyaml could not read on.
struct ParserProblem: Error {
  /// libyaml's words, in English.
  let problem: String
  /// What it was reading: "while parsing a flow sequence". Empty when it does not say.
  let context: String
  let offset: Int
  /// nil: what it was reading has no place of its own.
  let contextOffset: Int?
}
