import Engine

#if PostgreSQL
  import CLibPQ

  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif

  /// One connection to a server.
  ///
  /// INVARIANT (one-thread-a-connection): a connection is used by whoever holds it and nobody else. The pool lends each
  /// to one at a time; that is what makes the reference safe to hand on.
  final class Connection: @unchecked Sendable {
    private let link: OpaquePointer
    /// The server's names of what was prepared here.
    private var prepared: [StoreStatement: String] = [:]
    /// Whether it was lent before: such a one may have died unnoticed.
    var isUsed = false
    private var names = 0

    /// Connects. `settings` are sent as they are once the server has let us in.
    ///
    /// Anything that the address says goes to libpq untouched: hosts, TLS, timeouts, password files.
    init(to address: String, settings: String) throws(ServerError) {
      // What stands before the address is what it may override.
      let keys = ["connect_timeout", "tcp_user_timeout", "dbname", "client_encoding"]
      let values = ["10", "20000", address, "UTF8"]
      let link = withStrings(keys + ["fallback_application_name"]) { keys in
        withStrings(values + ["tollgate"]) { values in PQconnectdbParams(keys, values, 1) }
      }
      guard let link else { throw .lost("out of memory") }
      self.link = link
      guard PQstatus(link) == CONNECTION_OK else {
        throw .lost(String(cString: PQerrorMessage(link)))
      }
      // Notices would otherwise be printed to standard error.
      PQsetNoticeProcessor(link, { _, _ in }, nil)
      try run(script: settings)
    }

    deinit { PQfinish(link) }

    /// Whether the next one who borrows it can start: alive, in no transaction, with nothing left to be read.
    var isReady: Bool {
      PQstatus(link) == CONNECTION_OK && PQtransactionStatus(link) == PQTRANS_IDLE
        && PQpipelineStatus(link) == PQ_PIPELINE_OFF
    }

    var serverVersion: Int { Int(PQserverVersion(link)) }

    var serverEncoding: String? {
      PQparameterStatus(link, "server_encoding").map { String(cString: $0) }
    }

    /// `libpq` 15.18 is 150018.
    static var libraryVersion: Int? { Int(PQlibVersion()) }

    /// Whether libpq can make sense of an address; it has not been asked for anything.
    static func understands(_ address: String) -> Bool {
      guard let options = PQconninfoParse(address, nil) else { return false }
      PQconninfoFree(options)
      return true
    }

    /// Runs several statements without parameters; the texts in the first column that the last one answers, NULLs left out.
    @discardableResult
    func run(script: String) throws(ServerError) -> [String] {
      let result = PQexec(link, script)
      defer { PQclear(result) }
      if let error = error(in: result) { throw error }
      guard PQnfields(result) > 0 else { return [] }
      return (0..<PQntuples(result)).compactMap { row in
        PQgetisnull(result, row, 0) == 1 ? nil : String(cString: PQgetvalue(result, row, 0))
      }
    }

    /// Runs one statement, prepared once for the connection.
    func run(_ statement: StoreStatement, _ parameters: [Parameter] = []) throws(ServerError)
      -> Answer
    {
      let name = prepared[statement] ?? newName
      if prepared[statement] == nil {
        let result = PQprepare(link, name, statement.rawValue, 0, nil)
        defer { PQclear(result) }
        if let error = error(in: result) { throw error }
        prepared[statement] = name
      }
      let result = withParameters(parameters) { values, lengths, formats in
        PQexecPrepared(
          link, name, Int32(parameters.count), values, lengths, formats, Self.binary)
      }
      defer { PQclear(result) }
      if let error = error(in: result) { throw error }
      return answer(result)
    }

    /// Sends all statements at once and then reads what each was answered: one way there and back for all of them.
    ///
    /// Throws the first error, after which the server skips the rest. The answers must be small, as those of writing
    /// statements are: nobody reads them while statements are still being sent.
    func run(together statements: [(StoreStatement, [Parameter])]) throws(ServerError) -> [Answer] {
      guard PQenterPipelineMode(link) == 1 else { throw failed }
      // What an answer is to: the preparation of a statement under a name, or (nil) a statement itself.
      var expected: [(statement: StoreStatement, name: String)?] = []
      var preparing: [StoreStatement: String] = [:]
      for (statement, parameters) in statements {
        var name = prepared[statement] ?? preparing[statement]
        if name == nil {
          let new = newName
          guard PQsendPrepare(link, new, statement.rawValue, 0, nil) == 1 else { throw failed }
          expected.append((statement, new))
          preparing[statement] = new
          name = new
        }
        let isSent = withParameters(parameters) { values, lengths, formats in
          PQsendQueryPrepared(
            link, name, Int32(parameters.count), values, lengths, formats, Self.binary)
        }
        guard isSent == 1 else { throw failed }
        expected.append(nil)
      }
      guard PQpipelineSync(link) == 1 else { throw failed }
      var (answers, first): ([Answer], ServerError?) = ([], nil)
      for preparation in expected {
        guard let result = PQgetResult(link) else { throw first ?? failed }
        defer { PQclear(result) }
        switch (error(in: result), preparation) {
        case (nil, let preparation?): prepared[preparation.statement] = preparation.name
        case (nil, nil): answers.append(answer(result))
        case (let error?, _): first = first ?? error
        }
        if PQstatus(link) != CONNECTION_OK { throw first ?? failed }
        // Each statement's answers end with none.
        while let more = PQgetResult(link) { PQclear(more) }
      }
      guard let end = PQgetResult(link) else { throw first ?? failed }
      let isEnd = PQresultStatus(end) == PGRES_PIPELINE_SYNC
      PQclear(end)
      guard isEnd, PQexitPipelineMode(link) == 1 else { throw first ?? failed }
      if let first { throw first }
      return answers
    }

    /// Hands over each row of a statement as it comes, none of them kept.
    ///
    /// When the body throws, the rest is still to be read: whoever holds the connection ends its transaction.
    func forEachRow(of sql: String, _ body: (AnswerRow) throws -> Void) throws {
      guard PQsendQueryParams(link, sql, 0, nil, nil, nil, nil, Self.binary) == 1,
        PQsetSingleRowMode(link) == 1
      else { throw failed }
      while let result = PQgetResult(link) {
        defer { PQclear(result) }
        if PQresultStatus(result) != PGRES_SINGLE_TUPLE, let error = error(in: result) {
          throw error
        }
        for columns in answer(result).rows { try body(AnswerRow(columns: columns)) }
      }
    }

    /// Waits until a notification has come, at most so many milliseconds; those that have come are used up.
    func waitForNotification(milliseconds: Int32) throws(ServerError) -> Bool {
      if takeNotifications() { return true }
      var socket = pollfd(fd: PQsocket(link), events: Int16(POLLIN), revents: 0)
      // Interrupted or timed out: nothing has come.
      guard poll(&socket, 1, milliseconds) > 0 else { return false }
      guard PQconsumeInput(link) == 1 else { throw failed }
      return takeNotifications()
    }

    private func takeNotifications() -> Bool {
      var hasCome = false
      while let notification = PQnotifies(link) {
        PQfreemem(notification)
        hasCome = true
      }
      return hasCome
    }

    private static let binary: Int32 = 1

    private var newName: String {
      names += 1
      return "s\(names)"
    }

    private var failed: ServerError { .lost(String(cString: PQerrorMessage(link))) }

    private func error(in result: OpaquePointer?) -> ServerError? {
      guard let result else { return failed }
      switch PQresultStatus(result) {
      case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_PIPELINE_SYNC: return nil
      default: break
      }
      // PG_DIAG_SQLSTATE and PG_DIAG_MESSAGE_PRIMARY are characters in C.
      func field(_ letter: Unicode.Scalar) -> String? {
        PQresultErrorField(result, Int32(letter.value)).map { String(cString: $0) }
      }
      return ServerError(
        state: field("C"), message: field("M") ?? String(cString: PQerrorMessage(link)))
    }

    private func answer(_ result: OpaquePointer?) -> Answer {
      let (rows, columns) = (PQntuples(result), PQnfields(result))
      let values = (0..<rows).map { row in
        (0..<columns).map { column -> [UInt8]? in
          guard PQgetisnull(result, row, column) == 0 else { return nil }
          let count = Int(PQgetlength(result, row, column))
          return PQgetvalue(result, row, column).withMemoryRebound(to: UInt8.self, capacity: count)
          { Array(UnsafeBufferPointer(start: $0, count: count)) }
        }
      }
      return Answer(
        rows: values, affected: Int(String(cString: PQcmdTuples(result))) ?? 0,
        tag: String(cString: PQcmdStatus(result)))
    }
  }

  extension StoreStatement {
    /// Looked up for each statement of a decision, and a whole text takes long to hash: most differ in length.
    func hash(into hasher: inout Hasher) { hasher.combine(rawValue.utf8.count) }
  }
#endif
