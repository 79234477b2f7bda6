import CEL
import Diagnostics
import Engine

/// What things are called in the language of whoever reads, and the stages of a workflow in their order.
public struct Naming: Sendable {
  public let language: Language
  /// Of the workspace.
  public let workspace: String
  public let people: Directory
  /// By name; a workflow that is not here is told by the names that things have.
  public let workflows: [WorkflowName: Workflow]

  public init(
    language: Language, workspace: String, people: Directory, workflows: [WorkflowName: Workflow]
  ) {
    self.language = language
    self.workspace = workspace
    self.people = people
    self.workflows = workflows
  }

  func say(_ english: String, _ chinese: String) -> String {
    Bilingual(english, zh: chinese)[language]
  }

  func list(_ items: [String]) -> String { items.joined(separator: say(", ", "、")) }

  func person(_ id: PersonID) -> Cell {
    let name = people[id]?.name[language] ?? id.text
    return .named(
      id: id.text, title: name == id.text ? name : say("\(name) (\(id))", "\(name)（\(id)）"))
  }

  func project(_ id: ProjectID) -> Cell { .named(id: id.text, title: id.text) }

  func workflow(_ name: WorkflowName) -> Cell {
    .named(id: name.text, title: workflows[name]?.title[language] ?? name.text)
  }

  func stage(_ name: StageName, of workflow: WorkflowName) -> Cell {
    .named(
      id: name.text, title: workflows[workflow]?[stage: name]?.title[language] ?? name.text)
  }

  func milestone(_ name: String, of workflow: WorkflowName?) -> String {
    workflow.flatMap { workflows[$0]?[milestone: MilestoneName(name)] }?.title[language] ?? name
  }

  func matter(_ filing: FiledRequest) -> Cell { matter(filing.matter, of: filing.workflow) }

  func matter(_ matter: FiledRequest.Matter, of workflow: WorkflowName) -> Cell {
    switch matter {
    case .action(let name):
      .named(
        id: name.text, title: workflows[workflow]?[action: name]?.title[language] ?? name.text)
    case .publishing: .named(id: "policy publish", title: say("publish a policy", "发布制度"))
    }
  }

  func authority(_ authority: RoutedAuthority, of workflow: WorkflowName?) -> String {
    switch authority {
    case .companyRole(Role.administrator): say("administrator", "管理员")
    case .companyRole(let name), .projectRole(let name):
      workflow.flatMap { workflows[$0]?[role: name] }?.title[language] ?? name.text
    case .person(let id): person(id).text
    case .line(let id): say("a superior of \(person(id).text)", "\(person(id).text)的上级")
    }
  }

  /// `ACME, 2026-11-22`
  func subtitle(_ today: CivilDate) -> String {
    say("\(workspace), \(today)", "\(workspace)，\(today)")
  }

  /// Where a stage stands among those of its workflow.
  func order(_ stage: StageName, of workflow: WorkflowName) -> Int {
    let stages = workflows[workflow]?.stages ?? []
    return stages.firstIndex { $0.name == stage } ?? stages.count
  }
}
