import Diagnostics

/// Reads the cases of an event log in XES (IEEE 1849), one at a time.
struct XESReader {
  /// More than any case of a real log; what one case may take of the memory.
  static let eventLimit = 1_000_000

  private var xml: XMLReader
  private let reading: EventReading
  /// The attributes that matter, by slot: the facts first.
  private let keys: [[UInt8]]
  private let caseSlot: Int
  private let activitySlot: Int
  private let timeSlot: Int
  private let only: [(slot: Int, value: String)]
  private var cases = 0

  init(_ stream: ByteStream, _ reading: EventReading) throws(LogProblem) {
    var keys = reading.factKeys
    func slot(_ key: String) -> Int {
      if let known = keys.firstIndex(of: key) { return known }
      keys.append(key)
      return keys.count - 1
    }
    caseSlot = slot(reading.mapping.caseKey ?? "concept:name")
    activitySlot = slot(reading.mapping.activityKey)
    timeSlot = slot(reading.mapping.timeKey)
    only = reading.mapping.only.map { (slot($0.attribute), $0.value) }
    self.keys = keys.map { Array($0.utf8) }
    self.reading = reading
    xml = XMLReader(stream)
    guard case .opening = try xml.next(), xml.isNamed("log") else {
      throw LogProblem(
        "not-xes", Bilingual("the file is XML but no XES log", zh: "文件是 XML，但不是 XES 日志"))
    }
    isDone = xml.closesItself
  }

  private var isDone: Bool

  /// The next case; nil after the last.
  mutating func next() throws(LogProblem) -> RecordedCase? {
    while !isDone {
      switch try xml.next() {
      case .opening:
        if xml.isNamed("trace") { return try trace() }
        if xml.isNamed("event") {
          throw LogProblem(
            "loose-event", Bilingual("an event outside of any case", zh: "事件不属于任何案例")
          ).at(line: xml.line)
        }
        try skip()
      case .closing: isDone = true
      case .end: return nil
      }
    }
    // What follows the root is read too: a file with rubbish at its end was not written whole.
    while true {
      if case .end = try xml.next() { return nil }
    }
  }

  private mutating func trace() throws(LogProblem) -> RecordedCase {
    cases += 1
    var values = [String?](repeating: nil, count: keys.count)
    var events: [[String?]] = []
    var inside = !xml.closesItself
    while inside {
      switch try xml.next() {
      case .opening:
        if xml.isNamed("event") {
          guard events.count < Self.eventLimit else {
            throw LogProblem(
              "too-many-events",
              Bilingual(
                "a case has more than \(Self.eventLimit) events", zh: "案例的事件超过 \(Self.eventLimit) 个"
              )
            ).at(line: xml.line)
          }
          events.append(try event())
        } else {
          try attribute(into: &values)
        }
      case .closing, .end: inside = false
      }
    }
    return try recorded(values, events)
  }

  private func recorded(_ values: [String?], _ events: [[String?]]) throws(LogProblem)
    -> RecordedCase
  {
    let name = values[caseSlot] ?? "#\(cases)"
    let facts = reading.factKeys.count
    var recorded = RecordedCase(name: name, facts: Array(values[..<facts]))
    recorded.events.reserveCapacity(events.count)
    for event in events where only.allSatisfy({ event[$0.slot] == $0.value }) {
      do {
        recorded.events.append(
          try reading.event(
            activity: event[activitySlot], time: event[timeSlot], facts: Array(event[..<facts]),
            case: name))
      } catch {
        throw error.at(line: xml.line)
      }
    }
    return recorded
  }

  private mutating func event() throws(LogProblem) -> [String?] {
    var values = [String?](repeating: nil, count: keys.count)
    var inside = !xml.closesItself
    while inside {
      switch try xml.next() {
      case .opening: try attribute(into: &values)
      case .closing, .end: inside = false
      }
    }
    return values
  }

  /// Keeps the value of an attribute that matters; attributes of attributes do not.
  private mutating func attribute(into values: inout [String?]) throws(LogProblem) {
    var key: XMLReader.Attribute?
    var value: XMLReader.Attribute?
    for attribute in xml.attributes {
      if xml.isAttribute(attribute, named: "key") { key = attribute }
      if xml.isAttribute(attribute, named: "value") { value = attribute }
    }
    if let key, let value {
      for slot in keys.indices where xml.value(of: key, equals: keys[slot]) {
        values[slot] = xml.text(of: value)
        break
      }
    }
    try skip()
  }

  /// Steps over the content of the element that was just opened.
  private mutating func skip() throws(LogProblem) {
    guard !xml.closesItself else { return }
    let outside = xml.depth - 1
    while xml.depth > outside { _ = try xml.next() }
  }
}
