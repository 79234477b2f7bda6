import Audit
import CEL
import Diagnostics
import Engine

typealias Service = ApprovalService<WorkspaceStore>

/// One run of the program on one workspace: who runs it, when, and the door to the records.
struct Session {
  let store: WorkspaceStore
  let service: Service
  let workspace: Workspace
  /// The login that the operating system names.
  let account: String
  /// Whom the run acts as; nil: the account is nobody's in the directory.
  let actor: Actor?
  let now: Timestamp

  /// Opens the workspace, hands it to `body`, and tells refusals with the names of people.
  static func run<T>(_ setting: Setting, readOnly: Bool = true, _ body: (Session) throws -> T)
    throws -> T
  {
    let address = try WorkspaceFile.find(setting.workspace)
    let store = try WorkspaceStore.open(address, readOnly: readOnly)
    guard let workspace = try store.workspace() else {
      throw StoreFailure.notAWorkspace(WorkspaceStore.shown(address))
    }
    do {
      return try body(try Session(store, workspace, setting))
    } catch let refusal as Refusal {
      throw Failure.refused(refusal, workspace.directory)
    }
  }

  private init(_ store: WorkspaceStore, _ workspace: Workspace, _ setting: Setting) throws {
    self.store = store
    self.workspace = workspace
    service = Service(
      store: store, timeZones: Clock.zones, sha256: Hashing.sha256,
      isSigned: SSHSignature.isSigned, compile: Rulebooks.compile)
    now = try Self.time(inTrial: workspace.allowsActingAs)
    let account = Account.current ?? ""
    self.account = account
    if let other = setting.actingAs {
      guard workspace.allowsActingAs else { throw Refusal.actingAsForbidden }
      actor = Actor(person: PersonID(other), authentication: .actingAs(account: account))
    } else {
      actor = workspace.directory.owner(ofAccount: account)
        .map { Actor(person: $0, authentication: .account(account)) }
    }
  }

  /// The system's time; in a trial `$TOLLGATE_NOW` may say otherwise, so that a story can be told over weeks.
  static func time(inTrial: Bool) throws -> Timestamp {
    guard inTrial, let text = Speech.environment("TOLLGATE_NOW") else { return Clock.now }
    guard let time = Timestamp(text) else {
      throw Failure.usage(
        Bilingual("`TOLLGATE_NOW` is not a time: `\(text)`", zh: "`TOLLGATE_NOW` 不是时间：`\(text)`"),
        help: Bilingual(verbatim: "2026-10-01T12:00:00Z"))
    }
    return time
  }

  /// Whoever acts; refuses when the account is nobody's.
  func requireActor() throws -> Actor {
    guard let actor else {
      throw Refusal(
        .unknownPerson,
        Bilingual(
          "your account `\(account)` belongs to nobody in the directory",
          zh: "你的账号 `\(account)` 不属于通讯录中的任何人"),
        help: Bilingual(
          "ask an administrator to add it to your entry: tollgate people import FILE",
          zh: "请管理员将其加入你的条目：tollgate people import 文件"),
        whoCould: workspace.directory.holders(of: Role.administrator, on: today(nil)))
    }
    if let person = actor.person, workspace.directory[person] == nil {
      throw Refusal.unknownPerson(person, workspace.directory)
    }
    return actor
  }

  /// Who acts. A session is always somebody's.
  func requirePerson() throws -> PersonID {
    guard let person = try requireActor().person else {
      preconditionFailure("a session acts as a person")
    }
    return person
  }

  /// The day in the zone of a rulebook's calendar, or in UTC.
  func today(_ rulebook: Rulebook?) -> CivilDate {
    let zone = rulebook?.policy.calendar.zone ?? "UTC"
    let time = Clock.zones.civilTime(now, zone: zone) ?? CivilTime(now, offset: 0)
    return CivilDate(year: time.year, month: time.month, day: time.day)
      ?? CivilDate(daysSinceEpoch: 0)!
  }

  /// Sends an order through the one door; `commandID` nil: a new one.
  func execute(
    _ order: Order, on target: Stream?, commandID: String? = nil, dryRun: Bool = false,
    publishing sources: RulebookSources? = nil, enclosing enclosures: [[UInt8]] = [],
    seal: Seal? = nil
  ) throws -> Service.Outcome {
    let envelope = Envelope(
      command: CommandID(commandID ?? CommandID.random), actor: try requireActor(), at: now)
    return try service.execute(
      Command(
        envelope: envelope, order: order, enclosures: enclosures,
        salt: .random(count: SealedContent.saltLength), seal: seal), on: target,
      publishing: sources, dryRun: dryRun)
  }
}

extension [UInt8] {
  static func random(count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in .random(in: .min ... .max, using: &generator) }
  }
}

extension CommandID {
  /// 128 random bits in hexadecimal.
  static var random: String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(generator.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
