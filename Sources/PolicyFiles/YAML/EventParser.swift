import CLibYAML

/// libyaml's event parser, one event at a time.
///
/// Stopping early matters: libyaml has no depth limit and is quadratic in open brackets, but it reads
/// at most 1,024 characters ahead of the event it returns (the length limit of a simple key), so a
/// caller that stops at its own depth bound never meets the quadratic part.
enum EventParser {
  /// Calls `body` with each event until the text ends or `body` returns false.
  ///
  /// `bytes` must be valid UTF-8; reading starts at `start`. Throws where the text is not YAML.
  static func parse(
    _ bytes: [UInt8], from start: Int, _ body: (ParserEvent) -> Bool
  ) throws(ParserProblem) {
    let offsets = CharacterOffsets(bytes, from: start)
    var problem: ParserProblem?
    bytes[start...].withUnsafeBufferPointer { buffer in
      problem = parse(buffer, offsets, body)
    }
    if let problem { throw problem }
  }

  private static func parse(
    _ buffer: UnsafeBufferPointer<UInt8>, _ offsets: CharacterOffsets,
    _ body: (ParserEvent) -> Bool
  ) -> ParserProblem? {
    // libyaml keeps a pointer to the parser inside it: it must not move.
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) == 1 else {
      return ParserProblem(problem: "out of memory", context: "", offset: 0, contextOffset: nil)
    }
    defer { yaml_parser_delete(parser) }
    // An empty array has no address, and libyaml insists on one.
    let nothing: StaticString = ""
    yaml_parser_set_input_string(parser, buffer.baseAddress ?? nothing.utf8Start, buffer.count)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    while true {
      var event = yaml_event_t()
      guard yaml_parser_parse(parser, &event) == 1 else {
        return problem(of: parser.pointee, offsets)
      }
      defer { yaml_event_delete(&event) }
      if event.type == YAML_STREAM_END_EVENT { return nil }
      if let event = translate(event, offsets), !body(event) { return nil }
    }
  }

  /// The event in our terms; nil for the start of the stream, which says nothing.
  private static func translate(
    _ event: yaml_event_t, _ offsets: CharacterOffsets
  ) -> ParserEvent? {
    let kind: ParserEvent.Kind
    var anchor: UnsafeMutablePointer<UInt8>?
    var tag: UnsafeMutablePointer<UInt8>?
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: kind = .documentStart
    case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
    case YAML_ALIAS_EVENT: kind = .alias
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      (anchor, tag) = (scalar.anchor, scalar.tag)
      let text = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      kind = .scalar(String(decoding: text, as: UTF8.self), style(scalar.style))
    case YAML_SEQUENCE_START_EVENT:
      let sequence = event.data.sequence_start
      (anchor, tag) = (sequence.anchor, sequence.tag)
      kind = .sequenceStart(flow: sequence.style == YAML_FLOW_SEQUENCE_STYLE)
    case YAML_SEQUENCE_END_EVENT: kind = .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      let mapping = event.data.mapping_start
      (anchor, tag) = (mapping.anchor, mapping.tag)
      kind = .mappingStart(flow: mapping.style == YAML_FLOW_MAPPING_STYLE)
    case YAML_MAPPING_END_EVENT: kind = .mappingEnd
    default: return nil
    }
    let lower = offsets.byteOffset(ofCharacter: event.start_mark.index)
    let upper = offsets.byteOffset(ofCharacter: event.end_mark.index)
    return ParserEvent(
      kind: kind, range: lower..<max(lower, upper), column: event.start_mark.column,
      anchored: anchor != nil, tagged: tag != nil)
  }

  private static func style(_ style: yaml_scalar_style_t) -> Scalar.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }

  private static func problem(
    of parser: yaml_parser_t, _ offsets: CharacterOffsets
  ) -> ParserProblem {
    let context = parser.context.map { String(cString: $0) } ?? ""
    return ParserProblem(
      problem: parser.problem.map { String(cString: $0) } ?? "out of memory",
      context: context,
      offset: offsets.byteOffset(ofCharacter: parser.problem_mark.index),
      contextOffset: context.isEmpty
        ? nil : offsets.byteOffset(ofCharacter: parser.context_mark.index))
  }
}
