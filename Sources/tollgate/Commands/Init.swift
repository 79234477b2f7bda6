import ArgumentParser
import Diagnostics
import Engine

/// Makes a workspace.
struct Init: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "init",
      abstract: say(
        "Make a workspace; your account becomes its first administrator's.",
        "建立工作区；当前账号成为首位管理员的账号。"))
  }

  @Option(help: .init(say("What the workspace is called.", "工作区名称。")))
  var name: String?

  @Option(
    help: .init(
      say("The first administrator's id (default: your account).", "首位管理员的编号（默认：当前账号）。"),
      valueName: "id"))
  var admin: String?

  @Option(help: .init(say("The administrator's name.", "管理员姓名。"), valueName: "name"))
  var adminName: String?

  @Option(
    name: .customLong("admin-name-zh"),
    help: .init(say("The administrator's name in Chinese.", "管理员的中文姓名。"), valueName: "name"))
  var adminNameZh: String?

  @Flag(
    help: .init(
      say(
        "For trying things out: anybody who can open the file may act as anybody (`--as`).",
        "试用：能打开文件的人可代用任何人身份（`--as`）。")))
  var trial = false

  @Option(
    help: .init(
      say(
        "Where the workspace is to be: a file, or a database of a PostgreSQL server (postgres://…).",
        "工作区的位置：文件，或 PostgreSQL 服务器上的数据库（postgres://…）。"), valueName: "address"),
    completion: .file(extensions: ["sqlite"]))
  var store: String?

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    guard let account = Account.current else {
      throw Failure.system(
        Bilingual(
          "the operating system knows no name for your account", zh: "操作系统没有当前账号的名称"),
        help: nil)
    }
    guard setting.actingAs == nil else {
      throw Failure.usage(
        Bilingual("a workspace is made by yourself", zh: "建立工作区不能代用身份"), help: nil)
    }
    let id = admin ?? account
    let administrator = Person(
      id: PersonID(id),
      name: Bilingual(adminName ?? id, zh: adminNameZh ?? adminName ?? id),
      accounts: [account], holdings: [.init(role: Role.administrator)])
    let order = Order.found(
      name: name ?? say("Tollgate", "审批"), administrator: administrator, allowsActingAs: trial)
    let command = Command(
      envelope: Envelope(
        command: CommandID(writing.commandID ?? CommandID.random),
        actor: Actor(person: administrator.id, authentication: .account(account)),
        at: try Session.time(inTrial: trial)), order: order)
    guard store == nil || setting.workspace == nil else {
      throw Failure.usage(
        Bilingual(
          "`--store` and `--workspace` both say where", zh: "`--store` 与 `--workspace` 重复指定位置"),
        help: nil)
    }
    let address = store ?? WorkspaceFile.given(setting.workspace) ?? WorkspaceFile.name
    let path = WorkspaceStore.shown(address)
    if writing.dryRun {
      _ = try Workspace.decide(command, on: nil, .none)
    } else {
      let store = try WorkspaceStore.create(address)
      let service = Service(
        store: store, timeZones: Clock.zones, sha256: Hashing.sha256, compile: Rulebooks.compile)
      _ = try service.execute(command, on: nil)
    }
    if setting.json {
      Terminal.print([
        "workspace": .string(path), "administrator": .string(id), "account": .string(account),
        "trial": .bool(trial), "dry_run": .bool(writing.dryRun),
      ])
      return
    }
    var screen = Screen()
    if writing.dryRun {
      screen.line(say("Nothing was written. This would happen:", "未写入任何内容。将会发生："))
    }
    screen.line(
      say(
        "workspace \(path); administrator \(id), by account \(account)",
        "工作区 \(path)；管理员 \(id)，账号 \(account)"))
    if trial {
      screen.line(
        say(
          "for trial: `--as PERSON` is allowed; not for real decisions",
          "试用：允许 `--as 人员`；不得用于真实审批"))
    }
    Terminal.print(screen.text)
  }
}

extension Facts {
  /// Nothing is known before there is a workspace.
  fileprivate static var none: Facts {
    Facts(
      directory: Directory(), allowsActingAs: false, current: nil,
      pinned: nil, timeZones: Clock.zones, sha256: Hashing.sha256, nextProject: "",
      nextRequest: "")
  }
}
