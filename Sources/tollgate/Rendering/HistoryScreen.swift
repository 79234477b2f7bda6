import CEL
import Diagnostics
import Engine

/// Everything that happened, by command: when, who, how the program knew who it was, and each event in a sentence.
struct History {
  let records: [Record]
  let glossary: Glossary

  var text: String {
    var screen = Screen()
    var sentences = Sentences(glossary)
    var command: CommandID?
    for record in records {
      if record.envelope.command != command {
        command = record.envelope.command
        let actor = glossary.actor(record.envelope.actor)
        // No seal stands in the log that was not checked.
        let seal =
          record.order?["seal"] == nil ? "" : Mark.comma + say("signed with their key", "已用本人密钥签名")
        screen.line("\(glossary.time(record.envelope.at))  \(actor)\(seal)")
      }
      let number = String(record.version)
      screen.paragraph(
        String(repeating: " ", count: max(0, 4 - number.count)) + number + "  "
          + sentences.sentence(record.event), indent: 0, hanging: 6)
    }
    return screen.text
  }

  /// The records as the log has them.
  func json() throws -> JSON {
    [
      "records": .array(
        try records.map { record in
          guard
            case .object(var members) = try Record.statement(
              stream: record.stream, version: record.version, envelope: record.envelope,
              order: record.order, event: record.event)
          else { return .null }
          members["sequence"] = .count(record.sequence)
          members["leaf"] = .string(record.leaf.description)
          return .object(members)
        })
    ]
  }
}
