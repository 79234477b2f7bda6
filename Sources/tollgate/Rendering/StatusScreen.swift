import CEL
import Diagnostics
import Engine

/// Where a project stands.
struct ProjectStatus {
  let project: Project
  let rulebook: Rulebook
  let outlook: Outlook
  /// What was opened under it.
  let children: [Child]
  /// Open requests with who is asked.
  let requests: [RequestView]
  let glossary: Glossary

  var text: String {
    var screen = Screen()
    screen.line("\(project.id)  \(project.title)  [\(glossary.stage(project.stage))]")
    screen.paragraph(
      say(
        "\(rulebook.workflow.title.spoken), policy \(project.policy); opened by \(glossary.person(project.openedBy)), \(glossary.time(project.openedAt))",
        "\(rulebook.workflow.title.spoken)，制度 \(project.policy)；建立人 \(glossary.person(project.openedBy))，\(glossary.time(project.openedAt))"
      ))
    kin(&screen)
    screen.heading(say("People", "人员"))
    let roles = rulebook.workflow.roles.filter { project.people[$0.name] != nil }
    let width = roles.map(\.title.spoken.displayWidth).max() ?? 0
    for role in roles {
      screen.entry(
        role.title.spoken, glossary.people(project.people[role.name] ?? []), labelWidth: width)
    }
    plan(&screen)
    milestones(&screen)
    if !outlook.holds.isEmpty {
      screen.heading(say("Held", "受限"))
      for standing in outlook.holds {
        screen.paragraph("! " + standing.hold.otherwise.spoken, indent: 2, hanging: 2)
        screen.paragraph(standing.state.spoken, indent: 4)
      }
    }
    screen.obligations(project, glossary)
    if !requests.isEmpty {
      screen.heading(say("Open requests", "未结束的申请"))
      for view in requests {
        let state =
          view.request.status == .pending ? view.waiting : glossary.status(view.request.status)
        screen.paragraph(
          "\(view.request.id)  \(glossary.subject(view.request.subject))\(Mark.colon)\(state)",
          indent: 2,
          hanging: 4)
      }
    }
    actions(&screen)
    return screen.text
  }

  /// The plan in force beside the first one, and the spend against the budget.
  private func plan(_ screen: inout Screen) {
    guard !project.baseline.isEmpty || !project.spent.isZero else { return }
    screen.heading(say("Plan", "计划"))
    var table = Table([.left, .right, .right, .right, .right])
    table.row(["", say("original", "原始基线"), say("baseline", "现行基线"), say("drift", "偏离"), ""])
    for (name, _) in rulebook.workflow.baselineFields {
      guard let baseline = project.baseline[name], let original = project.original[name],
        let field = glossary.planField(name)
      else { continue }
      if case .milestones = baseline { continue }
      let change = Change(
        field: field, value: baseline, baseline: original, original: nil, isPlan: true)
      let drift = change.difference(from: original)
      table.row([
        field.title.spoken, glossary.value(original, as: field.type),
        glossary.value(baseline, as: field.type),
        drift.map { $0.isZero ? say("none", "无") : $0.amount } ?? "",
        drift.flatMap { $0.isZero ? nil : $0.share } ?? "",
      ])
    }
    let share = project.budget(rulebook).flatMap { project.spent.share(of: $0) }
    table.row([
      say("Spent", "已支出"), "", project.spent.grouped(scale: 2),
      share.map { say("\($0) of budget", "占预算 \($0)") } ?? "", "",
    ])
    screen.table(table)
  }

  private func milestones(_ screen: inout Screen) {
    guard !project.milestones.isEmpty else { return }
    screen.heading(say("Control points", "控制点"))
    var table = Table([.left, .left, .left, .right, .left])
    for milestone in project.milestones {
      let state: String
      if let reached = milestone.reached {
        state = say("reached \(glossary.time(reached))", "\(glossary.time(reached)) 成立")
      } else if milestone.planned.due < outlook.today {
        state = say("overdue", "已逾期")
      } else {
        state = ""
      }
      table.row([
        milestone.reached != nil ? "[x]" : "[ ]", glossary.milestone(milestone.planned.kind),
        say("due \(milestone.planned.due)", "截止 \(milestone.planned.due)"),
        milestone.planned.budget?.grouped(scale: 2) ?? "", state,
      ])
    }
    screen.table(table)
  }

  private func actions(_ screen: inout Screen) {
    let prospects = outlook.prospects
    let width = prospects.map(\.action.name.text.displayWidth).max() ?? 0
    let free = prospects.filter(\.obstacles.isEmpty)
    if !free.isEmpty { screen.heading(say("Possible now", "现在可以进行")) }
    for prospect in free {
      screen.entry(
        prospect.action.name.text,
        say(
          "\(prospect.action.title.spoken), by \(glossary.people(prospect.submitters))",
          "\(prospect.action.title.spoken)，由\(glossary.people(prospect.submitters))提交"),
        labelWidth: width)
    }
    let blocked = prospects.filter { !$0.obstacles.isEmpty }
    guard !blocked.isEmpty else { return }
    screen.heading(say("Not yet", "尚不能进行"))
    for prospect in blocked {
      screen.entry(
        prospect.action.name.text,
        "\(prospect.action.title.spoken)\(Mark.colon)\(prospect.obstacles.map(\.spoken).joined(separator: Mark.semicolon))",
        labelWidth: width)
    }
  }

  func json() throws -> JSON {
    [
      "project": .name(project.id), "title": .string(project.title),
      "workflow": .name(project.workflow), "policy": .name(project.policy),
      "rulebook": .string(rulebook.digest.description), "stage": .name(project.stage),
      "opened_by": .name(project.openedBy), "opened_at": .time(project.openedAt),
      "version": .count(project.version), "ended_at": .time(project.ended),
      "parent": try project.parent.map(JSON.init(encoding:)) ?? .null,
      "children": .array(children.map(\.json)),
      "people": .object(
        Dictionary(uniqueKeysWithValues: project.people.map { ($0.key.text, JSON.names($0.value)) })
      ),
      "forms": .object(
        try Dictionary(
          uniqueKeysWithValues: project.forms.map {
            ($0.key.text, try JSON.values($0.value.values))
          }
        )),
      "original": try .values(project.original), "baseline": try .values(project.baseline),
      "spent": .string(project.spent.description),
      "milestones": .array(
        project.milestones.map {
          [
            "kind": .name($0.planned.kind), "due": .date($0.planned.due),
            "budget": .text($0.planned.budget?.description), "reached": .time($0.reached),
          ]
        }),
      "holds": .array(
        outlook.holds.map {
          [
            "hold": .name($0.hold.name), "stops": .names($0.hold.stops),
            "until": .name($0.hold.until), "reason": .string($0.hold.otherwise.spoken),
            "state": .string($0.state.spoken),
          ]
        }),
      "requests": .array(
        requests.map {
          [
            "request": .name($0.request.id), "action": .name($0.action?.name),
            "status": .string($0.request.status.rawValue), "next": .names($0.next),
          ]
        }),
      "conditions": .array(project.conditions.map { $0.json(on: project.id) }),
      "reviews": .array(
        project.reviews.sorted { $0.key < $1.key }.map {
          [
            "request": .name($0.key), "by": .date($0.value.on),
            "overdue": .bool($0.value.isOverdue),
          ]
        }),
      "nominations": .object(
        Dictionary(
          uniqueKeysWithValues: project.nominations.map { ($0.key.text, JSON.name($0.value)) })),
      "actions": .array(
        outlook.prospects.map {
          [
            "action": .name($0.action.name), "submitters": .names($0.submitters),
            "obstacles": .array($0.obstacles.map { .string($0.spoken) }),
          ]
        }),
    ]
  }
}

extension Project {
  /// The plan's amount of money that spend is told against: its first field of money; nil: there is none yet.
  func budget(_ rulebook: Rulebook) -> Decimal? {
    for (name, type) in rulebook.workflow.baselineFields {
      if case .money = type, case .decimal(let amount)? = baseline[name] { return amount }
    }
    return nil
  }
}
