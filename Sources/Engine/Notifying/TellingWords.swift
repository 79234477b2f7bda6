import CEL
import Diagnostics

/// The sentences of notifications: what was done, by whom, and by which rule it concerns somebody.
struct TellingWords {
  let envelope: Envelope
  let events: [Event]
  /// After the events.
  let moment: Moment
  /// nil: no policy is in force yet.
  let workflow: Workflow?

  /// `“Tower” (P-1): Adjust the task book`; without a request the project or the company alone.
  func subject(_ request: Request?) -> Bilingual {
    let place: Bilingual
    switch moment.owner {
    case .project(let project):
      let title = Bilingual(verbatim: project.title).told
      place = Bilingual("“\(title.en)” (\(project.id))", zh: "项目“\(title.zh)”（\(project.id)）")
    case .workspace(let workspace): place = Bilingual(verbatim: workspace.name).told
    }
    switch request?.subject {
    case .action(let name, _)?:
      let title = (workflow?[action: name]?.title ?? Bilingual(verbatim: name.text)).told
      return Bilingual("\(place.en): \(title.en)", zh: "\(place.zh)：\(title.zh)")
    case .publish(let policy, _, _)?:
      return Bilingual(
        "\(place.en): publish policy \(policy)", zh: "\(place.zh)：发布制度 \(policy)")
    case nil: return place
    }
  }

  /// What was done to a request, by whom, and what they said; where nothing was, what else brought it about.
  func deed(on id: RequestID) -> Bilingual {
    var deed: Bilingual?
    for case .request(let event) in events where event.request == id {
      deed = self.deed(event) ?? deed
    }
    return deed ?? otherDeed
  }

  /// What moved a request although nobody did anything to it: a change of people, or another request's effect.
  private var otherDeed: Bilingual {
    switch moment.owner {
    case .project(let project):
      return Bilingual(
        "\(actor.en) changed who holds a role on \(project.id)",
        zh: "\(actor.zh)变更了 \(project.id) 的角色人选")
    case .workspace:
      return Bilingual("\(actor.en) changed the directory", zh: "\(actor.zh)变更了通讯录")
    }
  }

  /// Why a step is asked: the rule that brought it, with its place.
  func rule(_ request: Request, _ step: Int) -> Bilingual {
    let title = title(step, of: request.id)
    let name = request.route.steps[step].name
    guard let rule = request.route.considered.first(where: { $0.step == name }) else {
      return Bilingual("step “\(title.en)” is yours to sign", zh: "步骤“\(title.zh)”由你签署")
    }
    let place = "\(rule.place.file):\(rule.place.line)".told
    guard let condition = rule.condition?.told else {
      return Bilingual(
        "step “\(title.en)” is always asked (\(place))", zh: "步骤“\(title.zh)”为必经步骤（\(place)）")
    }
    return Bilingual(
      "step “\(title.en)” is asked because \(condition) (\(place))",
      zh: "因 \(condition)，须经步骤“\(title.zh)”（\(place)）")
  }

  func vacancy(_ request: Request, _ step: Int) -> Bilingual {
    let title = title(step, of: request.id)
    return Bilingual(
      "nobody can sign step “\(title.en)”; appoint somebody",
      zh: "步骤“\(title.zh)”无人可签，请任命人员")
  }

  func appointment(_ name: RoleName) -> Bilingual {
    let role = role(name)
    return Bilingual(
      "you hold the role “\(role.en)” from now on; \(actor.en) brought it about",
      zh: "你自此担任“\(role.zh)”，由\(actor.zh)办理")
  }

  func relief(_ name: RoleName) -> Bilingual {
    let role = role(name)
    return Bilingual(
      "you no longer hold the role “\(role.en)”; \(actor.en) brought it about",
      zh: "你不再担任“\(role.zh)”，由\(actor.zh)办理")
  }

  func nomination(_ name: RoleName) -> Bilingual {
    let role = role(name)
    return did(
      "wants you to hold the role “\(role.en)”; it is yours once you accept",
      "提名你担任“\(role.zh)”，接受后生效")
  }

  /// What somebody did about a condition, and which it is.
  func condition(_ condition: Condition, _ english: String, _ chinese: String) -> Bilingual {
    did(
      "\(english) (\(condition.id), \(condition.request))",
      "\(chinese)（\(condition.id)，\(condition.request)）"
    )
    .quoting(condition.terms.criterion)
  }

  func overdue(_ condition: Condition) -> Bilingual {
    Bilingual(
      "the day of condition \(condition.id) has passed", zh: "条件 \(condition.id) 已逾期"
    ).quoting(condition.terms.criterion)
  }

  func overdue(_ duty: Duty, _ occasion: DutyOccasion) -> Bilingual {
    let title = duty.title.told
    switch occasion {
    case .period(let end):
      return Bilingual(
        "“\(title.en)” for the period through \(end) is overdue: tollgate submit \(place) \(duty.action) …",
        zh: "截至 \(end) 的“\(title.zh)”逾期未交：tollgate submit \(place) \(duty.action) …")
    case .arisen:
      return Bilingual(
        "“\(title.en)” is overdue: tollgate submit \(place) \(duty.action) …",
        zh: "“\(title.zh)”逾期未交：tollgate submit \(place) \(duty.action) …")
    }
  }

  private var place: String { moment.project?.id.text ?? "" }

  func reviewOverdue(_ id: RequestID) -> Bilingual {
    Bilingual(
      "nobody has reviewed the override of \(id) in time", zh: "\(id) 的特批未按期复核")
  }

  func handOver(from id: PersonID, on day: CivilDate) -> Bilingual {
    let other = person(id)
    return Bilingual(
      "you are asked instead of \(other.en) from \(day) on; \(actor.en) brought it about",
      zh: "自 \(day) 起由你接替\(other.zh)，由\(actor.zh)办理")
  }

  func standIn(_ standIn: StandIn) -> Bilingual {
    let (principal, deputy) = (person(standIn.principal), person(standIn.deputy))
    return Bilingual(
      "\(deputy.en) acts for \(principal.en) from \(standIn.from) and before \(standIn.until); \(actor.en) brought it about",
      zh:
        "\(deputy.zh)自 \(standIn.from) 起至 \(standIn.until) 前代理\(principal.zh)，由\(actor.zh)办理"
    ).quoting(standIn.reason)
  }

  func move(to name: StageName) -> Bilingual {
    let stage = (workflow?[stage: name]?.title ?? Bilingual(verbatim: name.text)).told
    return Bilingual(
      "the project is now in stage “\(stage.en)”; \(actor.en) brought it about",
      zh: "项目进入阶段“\(stage.zh)”，由\(actor.zh)办理")
  }

  func publication(of policy: PolicyName) -> Bilingual {
    return Bilingual(
      "a new version of policy \(policy) is in force; \(actor.en) brought it about",
      zh: "制度 \(policy) 的新版本生效，由\(actor.zh)办理")
  }

  /// Who gave the command; the clock is not called as somebody.
  var actor: Bilingual {
    envelope.actor.person.map(person) ?? Bilingual("the clock", zh: "系统时钟")
  }

  /// `Li Wei (li)`; the id alone for someone without another name.
  func person(_ id: PersonID) -> Bilingual {
    let text = id.text.told
    guard let name = moment.population.directory[id]?.name.told, name.en != text else {
      return Bilingual(verbatim: text)
    }
    return Bilingual("\(name.en) (\(text))", zh: "\(name.zh)（\(text)）")
  }

  func role(_ name: RoleName) -> Bilingual {
    if name == Role.administrator { return Bilingual("administrator", zh: "管理员") }
    return (workflow?[role: name]?.title ?? Bilingual(verbatim: name.text)).told
  }

  func title(_ name: StepName, of id: RequestID) -> Bilingual {
    moment.requests[id]?.route.steps.first { $0.name == name }?.title.told
      ?? Bilingual(verbatim: name.text)
  }

  func title(_ step: Int, of id: RequestID) -> Bilingual {
    guard let steps = moment.requests[id]?.route.steps, steps.indices.contains(step) else {
      return Bilingual(verbatim: "\(step + 1)")
    }
    return steps[step].title.told
  }
}
