import CEL
import Diagnostics
import Engine

/// Whether the people of a company can give the signatures that a policy asks for.
///
/// Proves on a day: every role that signs has a holder, and every route can be signed by different people under separation
/// of duties. Project roles and people named in requests are taken to be filled by somebody else each. Where an amount
/// that signers must have the authority for depends on more than the case, nothing is claimed, and that is said.
struct PeopleProof {
  let rulebook: Rulebook
  let directory: Directory
  let today: CivilDate

  func findings(_ chains: [(action: Action, cases: ChainCases)]) -> [Finding] {
    let published = rulebook.policy.publishing.map { [$0] } ?? []
    let all = chains.map(\.cases.chain) + published
    return vacancies(all.flatMap(\.steps))
      + chains.flatMap { impossible($0.cases, by: $0.action) } + published.flatMap(unpublishable)
  }

  private func isVacant(_ role: RoleName) -> Bool {
    guard rulebook.workflow[role: role]?.extent != .project else { return false }
    return directory.holders(of: role, on: today).isEmpty
  }

  private func vacancies(_ steps: [Step]) -> [Finding] {
    var told: Set<RoleName> = []
    return steps.flatMap { step -> [Finding] in
      let authorities = step.signers.authorities
      let needsAll = if case .all = step.signers { true } else { false }
      let roles = authorities.compactMap { if case .role(let role) = $0 { role } else { nil } }
      let vacant = roles.filter(isVacant)
      let blocks = needsAll ? !vacant.isEmpty : vacant.count == authorities.count
      return vacant.filter { blocks || told.insert($0).inserted }.map { role in
        Finding(
          "vacant-role",
          Bilingual(
            blocks
              ? "nobody holds role `\(role)`, so step `\(step.name)` cannot be signed"
              : "nobody holds role `\(role)`, which may sign step `\(step.name)`",
            zh: blocks
              ? "无人担任角色 `\(role)`，步骤 `\(step.name)` 无法签署"
              : "无人担任可签署步骤 `\(step.name)` 的角色 `\(role)`"), at: step.place,
          grade: blocks ? .error : .warning,
          help: Bilingual(
            "tollgate people appoint PERSON \(role)", zh: "tollgate people appoint 人员 \(role)"))
      }
    }
  }

  // MARK: - Separation of duties

  /// Routes that cannot be signed whoever submits; of chains whose roles are all held.
  private func impossible(_ cases: ChainCases, by action: Action) -> [Finding] {
    guard !cases.chain.steps.contains(where: isBlocked) else { return [] }
    var tried: Set<Case> = []
    var isProved = true
    for (index, truths) in cases.truths.enumerated() where !truths.contains(.fails) {
      let point = cases.landscape.point(index)
      let amounts = amounts(cases.chain, at: point, of: action)
      guard point.isReal, tried.insert(Case(truths: truths, amounts: amounts)).inserted else {
        continue
      }
      // A step that may or may not be asked is taken to be asked: more signatures are harder to get.
      let steps = zip(cases.chain.steps, truths).filter { $1 != .no }.map(\.0)
      let answer = canSign(steps, submitters: submitters(action.by), amounts: amounts)
      if answer == nil { isProved = false }
      guard answer == false else { continue }
      return [
        Finding(
          "impossible-chain",
          Bilingual(
            "chain `\(cases.chain.name)` cannot be signed by the present people: whoever signs one step may not sign another",
            zh: "审批链 `\(cases.chain.name)` 以现有人员无法签完：签署一步者不得再签另一步"),
          at: steps.last?.place ?? rulebook.policy.limits.first?.place
            ?? cases.chain.steps[0].place,
          witnesses: [cases.witness(point)],
          help: Bilingual(
            "appoint more people to these roles, or let the policy say `repeats: merge`",
            zh: "请为这些角色任命更多人员，或在制度中使用 `repeats: merge`"))
      ]
    }
    return isProved
      ? []
      : [
        Finding(
          "not-proved",
          Bilingual(
            "not proved that the present people can sign chain `\(cases.chain.name)`",
            zh: "未能证明现有人员能签完审批链 `\(cases.chain.name)`"),
          at: cases.chain.steps[0].place, grade: .notProved,
          help: Bilingual(
            "`tollgate people coverage` looks at amounts", zh: "`tollgate people coverage` 可按金额查看"))
      ]
  }

  /// Cases that differ for the people who sign.
  private struct Case: Hashable {
    let truths: [ChainCases.Truth]
    let amounts: [StepName: Decimal]
  }

  /// What steps ask their signers to have the authority for in a case, as far as the case says.
  private func amounts(_ chain: Chain, at point: Point, of action: Action) -> [StepName: Decimal] {
    let steps = chain.steps.filter { $0.covers != nil }
    guard !steps.isEmpty else { return [:] }
    let evaluation = point.evaluation(rulebook.rules(of: action.name).scope)
    var amounts: [StepName: Decimal] = [:]
    for step in steps {
      if let covers = step.covers,
        case .decimal(let amount)? = try? evaluation.value(of: covers.program)
      {
        amounts[step.name] = amount
      }
    }
    return amounts
  }

  private func unpublishable(_ chain: Chain) -> [Finding] {
    guard !chain.steps.contains(where: isBlocked) else { return [] }
    let administrators = directory.holders(of: Role.administrator, on: today)
    // A single administrator publishes alone.
    guard Set(administrators.map(directory.human)).count > 1,
      canSign(chain.steps, submitters: administrators) == false
    else { return [] }
    return [
      Finding(
        "unchangeable",
        Bilingual(
          "the policy could no longer be changed: the present people cannot sign `publish`",
          zh: "此制度将无法再修改：现有人员无法签完 `publish`"), at: chain.steps[0].place)
    ]
  }

  private func isBlocked(_ step: Step) -> Bool {
    switch step.signers {
    case .any(let authorities), .quorum(_, let authorities): authorities.allSatisfy(isVacant)
    case .all(let authorities): authorities.contains(where: isVacant)
    case .vote(let ballots, _): ballots.allSatisfy { isVacant($0.role) }
    }
  }

  private func isVacant(_ authority: Authority) -> Bool {
    if case .role(let role) = authority { isVacant(role) } else { false }
  }

  /// Who could submit: the holders of the roles; somebody without company roles where a project's role will do.
  private func submitters(_ roles: [RoleName]) -> [PersonID] {
    let company = roles.filter { rulebook.workflow[role: $0]?.extent != .project }
    return (company.count < roles.count ? [Self.stranger("submitter")] : [])
      + company.flatMap { directory.holders(of: $0, on: today) }
  }

  /// Whether steps can be signed by different people whichever of some people submits; nil: not found out.
  private func canSign(
    _ steps: [Step], submitters: [PersonID], amounts: [StepName: Decimal] = [:]
  ) -> Bool? {
    var people = directory
    var roles: [RoleName: [PersonID]] = [:]
    var content: [FieldName: FieldValue] = [:]
    func put(_ id: PersonID) { people.put(Person(id: id, name: Bilingual(verbatim: id.text))) }
    put(Self.stranger("submitter"))
    for role in rulebook.workflow.roles where role.extent == .project {
      roles[role.name] = [Self.stranger(role.name.text)]
      put(Self.stranger(role.name.text))
    }
    for case .named(let field) in steps.flatMap(\.signers.authorities) {
      content[field] = .person(Self.stranger("request.\(field)"))
      put(Self.stranger("request.\(field)"))
    }
    let population = Population(directory: people, projectRoles: roles, today: today)
    var answer: Bool? = false
    for submitter in submitters {
      guard
        let route = Chain.supposedRoute(
          steps, content: content, workflow: rulebook.workflow, population: population,
          submitter: submitter, amounts: amounts)
      else { return nil }
      switch population.canComplete(
        route, submitter: submitter, repeats: rulebook.policy.repeats)
      {
      case true?: return true
      case nil: answer = nil
      case false?: continue
      }
    }
    return answer
  }

  /// Somebody whom the directory does not name: names of people have no blanks.
  private static func stranger(_ part: String) -> PersonID { PersonID("some \(part)") }
}
