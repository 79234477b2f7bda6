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

  /// nil: it says nothing that people did, and another event of the same command does.
  private func deed(_ event: RequestEvent) -> Bilingual? {
    let actor = person(envelope.actor.person)
    switch event {
    case .submitted(_, _, _, let reason, _, _, _):
      return Bilingual("\(actor.en) submitted it", zh: "\(actor.zh)提交").quoting(reason)
    case .resubmitted(_, _, let reason, _, _):
      return Bilingual("\(actor.en) resubmitted it", zh: "\(actor.zh)重新提交").quoting(reason)
    case .signed(let id, let step, _, let signature):
      let step = title(step, of: id)
      return Bilingual(
        "\(actor.en) approved step “\(step.en)”", zh: "\(actor.zh)同意步骤“\(step.zh)”"
      ).quoting(signature.comment)
    case .rejected(let id, let step, let comment, _):
      let step = title(step, of: id)
      return Bilingual(
        "\(actor.en) rejected it at step “\(step.en)”", zh: "\(actor.zh)在步骤“\(step.zh)”拒绝"
      ).quoting(comment)
    case .returned(let id, _, let target, let comment, _):
      guard let target else {
        return Bilingual("\(actor.en) returned it to its submitter", zh: "\(actor.zh)退回给提交人")
          .quoting(comment)
      }
      let step = title(target, of: id)
      return Bilingual(
        "\(actor.en) returned it to step “\(step.en)”", zh: "\(actor.zh)退回到步骤“\(step.zh)”"
      ).quoting(comment)
    case .withdrawn(_, let comment):
      return Bilingual("\(actor.en) withdrew it", zh: "\(actor.zh)撤回").quoting(comment)
    case .lapsed:
      return Bilingual("the project came to its end before it was decided", zh: "项目已结束，申请未及决定")
    case .asked, .concluded, .approved: return nil
    }
  }

  /// What moved a request although nobody did anything to it: a change of people, or another request's effect.
  private var otherDeed: Bilingual {
    let actor = person(envelope.actor.person)
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
    let (actor, role) = (person(envelope.actor.person), role(name))
    return Bilingual(
      "you hold the role “\(role.en)” from now on; \(actor.en) brought it about",
      zh: "你自此担任“\(role.zh)”，由\(actor.zh)办理")
  }

  func relief(_ name: RoleName) -> Bilingual {
    let (actor, role) = (person(envelope.actor.person), role(name))
    return Bilingual(
      "you no longer hold the role “\(role.en)”; \(actor.en) brought it about",
      zh: "你不再担任“\(role.zh)”，由\(actor.zh)办理")
  }

  func move(to name: StageName) -> Bilingual {
    let actor = person(envelope.actor.person)
    let stage = (workflow?[stage: name]?.title ?? Bilingual(verbatim: name.text)).told
    return Bilingual(
      "the project is now in stage “\(stage.en)”; \(actor.en) brought it about",
      zh: "项目进入阶段“\(stage.zh)”，由\(actor.zh)办理")
  }

  func publication(of policy: PolicyName) -> Bilingual {
    let actor = person(envelope.actor.person)
    return Bilingual(
      "a new version of policy \(policy) is in force; \(actor.en) brought it about",
      zh: "制度 \(policy) 的新版本生效，由\(actor.zh)办理")
  }

  /// `Li Wei (li)`; the id alone for someone without another name.
  private func person(_ id: PersonID) -> Bilingual {
    let text = id.text.told
    guard let name = moment.population.directory[id]?.name.told, name.en != text else {
      return Bilingual(verbatim: text)
    }
    return Bilingual("\(name.en) (\(text))", zh: "\(name.zh)（\(text)）")
  }

  private func role(_ name: RoleName) -> Bilingual {
    if name == Role.administrator { return Bilingual("administrator", zh: "管理员") }
    return (workflow?[role: name]?.title ?? Bilingual(verbatim: name.text)).told
  }

  private func title(_ name: StepName, of id: RequestID) -> Bilingual {
    moment.requests[id]?.route.steps.first { $0.name == name }?.title.told
      ?? Bilingual(verbatim: name.text)
  }

  private func title(_ step: Int, of id: RequestID) -> Bilingual {
    guard let steps = moment.requests[id]?.route.steps, steps.indices.contains(step) else {
      return Bilingual(verbatim: "\(step + 1)")
    }
    return steps[step].title.told
  }
}
