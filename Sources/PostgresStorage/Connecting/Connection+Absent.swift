#if !PostgreSQL
  /// What stands for a connection in a build without libpq: there never is one.
  final class Connection: Sendable {
    static var libraryVersion: Int? { nil }

    static func understands(_ address: String) -> Bool { true }

    init(to address: String, settings: String) throws(ServerError) { throw Self.absence }

    var isReady: Bool { false }
    var isUsed: Bool {
      get { false }
      set {}
    }
    var serverVersion: Int { 0 }
    var serverEncoding: String? { nil }

    @discardableResult
    func run(script: String) throws(ServerError) -> [String] { throw Self.absence }

    func run(_ statement: StoreStatement, _ parameters: [Parameter] = []) throws(ServerError)
      -> Answer
    { throw Self.absence }

    func run(together statements: [(StoreStatement, [Parameter])]) throws(ServerError) -> [Answer] {
      throw Self.absence
    }

    func forEachRow(of sql: String, _ body: (AnswerRow) throws -> Void) throws {
      throw Self.absence
    }

    func waitForNotification(milliseconds: Int32) throws(ServerError) -> Bool {
      throw Self.absence
    }

    private static let absence = ServerError(
      state: nil,
      message: "this build cannot speak to PostgreSQL; build it with `--traits PostgreSQL`")
  }
#endif
