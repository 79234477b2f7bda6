import CEL
import Engine

/// What one command led to, as the log tells it: events of one record that follow each other.
struct RecordedCommand: Sendable {
  let stream: Engine.Stream
  let envelope: Envelope
  /// What was ordered, by whom and of which record, as it came; nil: the log does not say.
  let orderText: [UInt8]?
  private(set) var events: [Event]
  /// Of the first event.
  let sequence: Int
  let firstVersion: Int

  init(_ record: Record) {
    stream = record.stream
    envelope = record.envelope
    orderText = record.orderText
    events = [record.event]
    sequence = record.sequence
    firstVersion = record.version
  }

  var lastVersion: Int { firstVersion + events.count - 1 }

  /// Whether the record is the next event of the same command.
  func isContinued(by record: Record) -> Bool {
    // JSON's own null is an order too, if one that nobody can give.
    record.stream == stream && record.envelope == envelope && record.orderText == nil
      && record.version == lastVersion + 1
      && record.sequence == sequence + events.count
  }

  mutating func append(_ record: Record) { events.append(record.event) }
}
