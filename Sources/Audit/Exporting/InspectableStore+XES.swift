import CEL
import Engine

extension InspectableStore {
  /// Writes the requests of the log as cases of XES (IEEE 1849), the earliest first.
  ///
  /// | attribute | of | holds |
  /// |---|---|---|
  /// | `concept:name` | case | the request |
  /// | `project`, `action` | case | what it is about |
  /// | `concept:name` | event | `submit ACTION`, `approve STEP`, `reject STEP`, `approved`, …: see ``XESTrace`` |
  /// | `org:resource` | event | the person; none where the machine concluded |
  /// | `time:timestamp` | event | the time of the command |
  /// | `content:FIELD` | submission | the value, as it could be typed |
  ///
  /// Keeps the requests that are open while it reads.
  package func exportXES(_ write: (String) -> Void) throws {
    write(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
      <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
      <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
      <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>

      """)
    var traces: [RequestID: XESTrace] = [:]
    var command: CommandID?
    var touched: Set<RequestID> = []
    try inspect { view in
      try view.eachRecord { record, _ in
        guard case .request(let event) = record.event else { return }
        let id = event.request
        if record.envelope.command != command {
          // What was rejected may have been returned by the same command; now it is certain what is over.
          for id in touched where traces[id]?.isOver == true {
            if let trace = traces.removeValue(forKey: id) { write(trace.text) }
          }
          (command, touched) = (record.envelope.command, [])
        }
        touched.insert(id)
        traces[id, default: XESTrace(id, record.stream)].take(event, record.envelope)
      }
    }
    for id in traces.keys.sorted(by: { ($0.number ?? 0) < ($1.number ?? 0) }) {
      if let trace = traces[id] { write(trace.text) }
    }
    write("</log>\n")
  }
}
