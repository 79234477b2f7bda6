import CEL
import Diagnostics

extension WorkspaceDeciding {
  /// Refuses a policy under which its own next version could never be signed, whichever administrator files it.
  ///
  /// INVARIANT (rules-can-be-repaired): what is in force can be replaced by the people there are.
  func requireRepairable(_ rulebook: Rulebook) throws(Refusal) {
    guard rulebook.policy.publishing != nil else { return }
    let administrators = workspace.directory.holders(of: Role.administrator, on: today)
    var problem: Bilingual?
    for administrator in administrators {
      do throws(Refusal) {
        let route = try route(to: rulebook, by: administrator)
        let population = Population(
          directory: workspace.directory, projectRoles: [:], today: today)
        if population.canComplete(
          route, submitter: administrator, repeats: .separate) == true
        {
          return
        }
        problem =
          problem
          ?? Bilingual(
            "filed by `\(administrator)`, \(route.steps.map(\.name.text).joined(separator: " → ")) cannot be signed by the present people",
            zh:
              "由 `\(administrator)` 提交时，\(route.steps.map(\.name.text).joined(separator: " → ")) 无法由现有人员签完"
          )
      } catch {
        problem = problem ?? error.reason
      }
    }
    throw Refusal(
      .notAllowed,
      Bilingual(
        "under this version of `\(rulebook.policy.name)` no later one could be published",
        zh: "`\(rulebook.policy.name)` 的这一版本生效后将无法再发布新版本"),
      details: problem.map { [$0] } ?? [],
      help: Bilingual(
        "change its chain `publish`, or appoint people to its roles first",
        zh: "请修改其审批链 `publish`，或先为其角色任命人员"))
  }

  /// The route that a later version would take under a rulebook.
  func route(to rulebook: Rulebook?, by submitter: PersonID) throws(Refusal) -> Route {
    guard let rulebook, let chain = rulebook.policy.publishing else {
      return Route(
        steps: [
          RoutedStep(
            name: "review", title: Bilingual("review by another administrator", zh: "另一管理员复核"),
            position: 0,
            slots: [.init(authorities: [.companyRole(Role.administrator)])])
        ], considered: [])
    }
    let evaluation = Evaluation(
      rulebook.projectScope, nil, content: nil,
      .init(
        directory: workspace.directory, submitter: submitter, now: draft.envelope.at, today: today))
    return try chain.route(
      Routing(
        evaluation: evaluation, content: [:], workflow: rulebook.workflow, submitter: submitter,
        population: Population(directory: workspace.directory, projectRoles: [:], today: today)))
  }
}
