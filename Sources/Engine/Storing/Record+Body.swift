extension Record {
  /// The record as it was written: `body` is the canonical JSON of its statement.
  ///
  /// Throws `StoreFailure.corrupt` when it is not.
  package init(sequence: Int, body: [UInt8], leaf: [UInt8]) throws(StoreFailure) {
    guard let leaf = Digest(bytes: leaf) else {
      throw .corrupt("the leaf of event \(sequence) is no digest")
    }
    do {
      try self.init(sequence: sequence, text: JSONText(parsing: body), leaf: leaf)
    } catch let failure as StoreFailure {
      throw failure
    } catch {
      throw .corrupt("event \(sequence) cannot be read: \(error)")
    }
  }

  /// The record of a body that was parsed.
  package init(sequence: Int, text: JSONText, leaf: Digest) throws(StoreFailure) {
    do {
      guard let name: String = try text.decode(member: "stream"), let stream = Stream(name),
        let version: Int = try text.decode(member: "version"),
        let envelope: Envelope = try text.decode(member: "envelope"),
        let event: Event = try text.decode(member: "event")
      else { throw StoreFailure.corrupt("event \(sequence) does not say what happened to what") }
      self.init(
        sequence: sequence, stream: stream, version: version, envelope: envelope,
        orderText: text.bytes(ofMember: "order"), event: event, leaf: leaf)
    } catch let failure as StoreFailure {
      throw failure
    } catch {
      throw .corrupt("event \(sequence) cannot be read: \(error)")
    }
  }
}

/// An event ready to be written.
package struct Entry: Sendable {
  package let version: Int
  /// Canonical JSON of the record's statement.
  package let body: [UInt8]
  package let leaf: Digest
}

extension Batch {
  /// What the log says about each event, in order: the canonical JSON of `Record.statement`.
  package func entries(_ sha256: DigestFunction) throws(StoreFailure) -> [Entry] {
    do {
      let envelope = try JSON.bytes(of: envelope)
      let stream = try JSON.bytes(of: stream.description)
      return try events.indices.map { index in
        let version = expectedVersion + index + 1
        // Put together from members that are canonical already, in their order.
        var body: [UInt8] = []
        body += #"{"envelope":"#.utf8
        body += envelope
        body += #","event":"#.utf8
        body += try JSON.bytes(of: events[index])
        if index == 0 {
          body += #","order":"#.utf8
          body += order
        }
        body += #","stream":"#.utf8
        body += stream
        body += #","version":\#(version)}"#.utf8
        return Entry(version: version, body: body, leaf: sha256([0] + body))
      }
    } catch {
      throw .failed("an event has no JSON form: \(error)")
    }
  }
}
