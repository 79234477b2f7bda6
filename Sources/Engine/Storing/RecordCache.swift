/// Records as they were last read or written, so that one process taking many decisions does not decode them again.
///
/// Never believed without asking the store for the version: whoever uses a record compares in the same statement.
package struct RecordCache: Sendable {
  /// Projects, and requests, kept at most; beyond it all are let go, which is simple and rare.
  private static let capacity = 256

  package private(set) var workspace: Workspace?
  private var projects: [ProjectID: Project] = [:]
  /// The larger part of each open request in its coded form, so that an answer need not encode it again.
  private var matters: [RequestID: CodedMatter] = [:]

  package init() {}

  package subscript(id: ProjectID) -> Project? { projects[id] }

  /// nil: it is not known at this version.
  package func record(_ stream: Stream, at version: Int) -> Batch.After? {
    switch stream {
    case .workspace: workspace.flatMap { $0.version == version ? .workspace($0) : nil }
    case .project(let id): projects[id].flatMap { $0.version == version ? .project($0) : nil }
    }
  }

  /// What is known of what a batch is about.
  package func known(to batch: Batch) -> KnownRecords {
    var matters: [RequestID: CodedMatter] = [:]
    for request in batch.touched { matters[request.id] = self.matters[request.id] }
    return KnownRecords(
      record: record(batch.stream, at: batch.expectedVersion), matters: matters)
  }

  /// What was read, with what is coded of its requests.
  package mutating func keep(_ record: Batch.After, _ read: [StoredRequest]) {
    keep(record)
    for stored in read { keep(stored.matter, of: stored.request) }
  }

  /// What was written.
  package mutating func keep(_ coded: CodedRecords, of batch: Batch) {
    keep(batch.after)
    for (request, matter, _) in coded.requests { keep(matter, of: request) }
  }

  private mutating func keep(_ record: Batch.After) {
    switch record {
    case .workspace(let workspace): self.workspace = workspace
    case .project(let project):
      if projects.count >= Self.capacity, projects[project.id] == nil { projects.removeAll() }
      projects[project.id] = project
    }
  }

  private mutating func keep(_ matter: CodedMatter, of request: Request) {
    if matters.count >= Self.capacity, matters[request.id] == nil { matters.removeAll() }
    matters[request.id] = request.status.isOpen ? matter : nil
  }
}

/// What a store found of a record that it may know already.
package enum FoundRecord<State> {
  case unchanged
  case read(State, [StoredRequest])
}

extension Store {
  /// An open request with its record, unless that is known; nil: it has ended meanwhile.
  package func open(_ id: RequestID, of stream: Stream, known: Batch.After?) throws -> Request? {
    if let known { return known.requests[id] }
    return switch stream {
    case .workspace: try workspace()?.requests[id]
    case .project(let project): try self.project(project)?.requests[id]
    }
  }
}

/// A request as it was read.
package struct StoredRequest: Sendable {
  package let request: Request
  fileprivate let matter: CodedMatter

  package init(parsing bytes: [UInt8]) throws {
    let text = try JSONText(parsing: bytes)
    request = try text.decode()
    matter = try CodedMatter(request, text.bytes(ofMember: Request.CodingKeys.matter.stringValue))
  }
}

/// What a request is about, and its canonical JSON.
package struct CodedMatter: Sendable {
  private let matter: Request.Matter
  fileprivate let bytes: [UInt8]

  /// `stored`: as it stands in the store.
  fileprivate init(_ request: Request, _ stored: [UInt8]? = nil) throws {
    matter = request.matter
    bytes = try stored ?? JSON.bytes(of: matter)
  }

  /// nil: the request is about something else by now.
  fileprivate func current(_ request: Request) -> CodedMatter? {
    request.matter == matter ? self : nil
  }
}

/// What is in the store already of what a batch is about.
package struct KnownRecords: Sendable {
  /// The record that the batch was decided on.
  fileprivate let record: Batch.After?
  /// Of requests that were written before.
  fileprivate let matters: [RequestID: CodedMatter]
}

/// The records of a batch as they are stored. What is stored already is not encoded again.
package struct CodedRecords: Sendable {
  /// nil: as it is in the store.
  package let state: [UInt8]?
  package let requests: [(request: Request, matter: CodedMatter, state: [UInt8])]

  package init(_ batch: Batch, _ known: KnownRecords) throws {
    state =
      switch (batch.after, known.record) {
      case (.workspace(let new), .workspace(let old)?) where new.isKept(as: old): nil
      case (.project(let new), .project(let old)?) where new.isKept(as: old): nil
      case (.workspace(let new), _): try JSON.bytes(of: new)
      case (.project(let new), _): try JSON.bytes(of: new)
      }
    requests = try batch.touched.map { request in
      let matter = try known.matters[request.id]?.current(request) ?? CodedMatter(request)
      return (request, matter, try request.canonical(matter: matter.bytes))
    }
  }
}
