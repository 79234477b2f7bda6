import CEL
import Diagnostics
import Engine
import PolicyFiles

/// Runs a recorded history of approvals, from any other system, under a policy: who would have had to sign, and who did.
package struct BackTest {
  private let reading: EventReading
  let judge: Judge

  package init(_ rulebook: Rulebook, _ mapping: LogMapping, timeZones: TimeZoneRules) {
    let times = TimeReading(zone: rulebook.policy.calendar.zone, timeZones: timeZones)
    reading = EventReading(mapping, times: times)
    judge = Judge(rulebook, reading, timeZones)
  }

  /// Judges each case of a log, in the order of the log, and counts.
  ///
  /// The log is XES or CSV, as it is or as gzip; what it is shows in its first bytes. Cases are handed over as soon as
  /// they are judged, so those before a damaged place have been seen when this throws.
  package func run(_ path: String, each: (CaseFinding) -> Void) throws(LogProblem)
    -> BackTestTotals
  {
    try run(.file(path), each: each)
  }

  func run(_ stream: ByteStream, each: (CaseFinding) -> Void) throws(LogProblem)
    -> BackTestTotals
  {
    var totals = BackTestTotals()
    try read(stream) { recorded in
      let finding = judge.finding(recorded)
      totals.add(finding)
      each(finding)
    }
    return totals
  }

  /// Reads the cases of a log, one after the other.
  func read(_ stream: ByteStream, each: (RecordedCase) -> Void) throws(LogProblem) {
    let (head, text) = try stream.inflatedIfGzip().peeking(4)
    if Self.looksLikeXML(head) {
      var reader = try XESReader(text, reading)
      while let recorded = try reader.next() { each(recorded) }
    } else {
      var reader = try CSVLogReader(text, reading)
      while let recorded = try reader.next() { each(recorded) }
    }
  }

  /// Whether a log begins with `<` after a byte-order mark and blanks, or is in UTF-16, which the XML reader refuses.
  private static func looksLikeXML(_ head: [UInt8]) -> Bool {
    if head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0xFF, 0xFE]) { return true }
    let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
    return text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "<")
  }
}
