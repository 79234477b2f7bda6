import ArgumentParser
import Diagnostics
import Engine

/// Opens a project.
struct New: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "new",
      abstract: say("Open a project.", "建立项目。"),
      discussion: say(
        "`--set` takes FIELD=VALUE, or FORM.FIELD=VALUE where several forms have the field.",
        "`--set` 写作 字段=值；几个表单都有此字段时写作 表单.字段=值。"))
  }

  @Argument(help: .init(say("The workflow, such as presales.", "流程，如 presales。")))
  var workflow: String

  @Option(help: .init(say("What the project is called.", "项目名称。")))
  var title: String

  @Option(
    help: .init(
      say(
        "The policy that governs it (default: the only one of the workflow).",
        "适用的制度（默认：该流程唯一的制度）。")), completion: .custom(Completions.policies))
  var policy: String?

  @Option(
    help: .init(
      say(
        "The project that it belongs to, where its workflow has a `parent:`.",
        "所隶属的项目；流程设有 `parent:` 时必填。")), completion: .custom(Completions.projects))
  var parent: String?

  @OptionGroup var entries: Entries
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting, readOnly: writing.dryRun) { session in
      let name = try governingPolicy(session.workspace)
      let order = Order.open(
        title: title, policy: name, forms: try forms(session, under: name),
        parent: parent.map { ProjectID($0) })
      try session.carryOut(order, on: nil, writing, setting)
    }
  }

  private func governingPolicy(_ workspace: Workspace) throws -> PolicyName {
    if let policy {
      let name = PolicyName(policy)
      guard let published = workspace.policies[name] else {
        throw Refusal.unknownPolicy(name, among: workspace)
      }
      guard published.workflow.text == workflow else {
        throw Failure.usage(
          Bilingual(
            "policy `\(policy)` governs `\(published.workflow)`, not `\(workflow)`",
            zh: "制度 `\(policy)` 适用于 `\(published.workflow)`，不是 `\(workflow)`"), help: nil)
      }
      return name
    }
    let names = workspace.policies.filter { $0.value.workflow.text == workflow }.keys.sorted()
    switch names.count {
    case 1: return names[0]
    case 0:
      throw Refusal(
        .unknownPolicy,
        Bilingual(
          "no policy for workflow `\(workflow)` is published", zh: "流程 `\(workflow)` 尚无已发布的制度"),
        help: didYouMean(
          workflow, among: Set(workspace.policies.values.map(\.workflow.text)).sorted())
          ?? Bilingual("tollgate policy publish FILE", zh: "tollgate policy publish 文件"))
    default:
      throw Failure.usage(
        Bilingual(
          "several policies govern `\(workflow)`: \(names.map(\.text).joined(separator: ", "))",
          zh: "`\(workflow)` 有几个制度：\(names.map(\.text).joined(separator: "、"))"),
        help: Bilingual("choose one with `--policy`", zh: "请用 `--policy` 选择"))
    }
  }

  /// Sorts what was typed by form: by the name before the dot, or by the only form that has the field.
  private func forms(_ session: Session, under policy: PolicyName) throws
    -> [FormName: [FieldName: String]]
  {
    let values = try entries.values()
    guard !values.isEmpty, let digest = session.workspace.policies[policy]?.rulebook else {
      return [:]
    }
    let known = try session.service.rulebook(digest).workflow.fillableForms
    var forms: [FormName: [FieldName: String]] = [:]
    for (name, text) in values {
      let parts = name.text.split(separator: ".", maxSplits: 1).map(String.init)
      if parts.count == 2 {
        forms[FormName(parts[0]), default: [:]][FieldName(parts[1])] = text
        continue
      }
      let having = known.filter { $0[name] != nil }
      guard having.count == 1 else {
        throw Failure.usage(
          having.isEmpty
            ? Bilingual("no form has a field `\(name)`", zh: "没有表单含有字段 `\(name)`")
            : Bilingual(
              "several forms have a field `\(name)`", zh: "几个表单都有字段 `\(name)`"),
          help: having.isEmpty
            ? didYouMean(name.text, among: known.flatMap { $0.fields.map(\.name.text) })
            : Bilingual(
              "write \(having.map { "`\($0.name).\(name)`" }.joined(separator: ", "))",
              zh: "请写作 \(having.map { "`\($0.name).\(name)`" }.joined(separator: "、"))"))
      }
      forms[having[0].name, default: [:]][name] = text
    }
    return forms
  }
}

extension Refusal {
  static func unknownPolicy(_ name: PolicyName, among workspace: Workspace) -> Refusal {
    let refusal = Refusal.unknownPolicy(name)
    return Refusal(
      refusal.code, refusal.reason,
      help: didYouMean(name.text, among: workspace.policies.keys.map(\.text).sorted())
        ?? refusal.help)
  }
}
