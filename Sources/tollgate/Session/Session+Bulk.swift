import ArgumentParser
import Diagnostics
import Engine

/// Several orders of one command line: each is decided, recorded and told by itself.
extension Session {
  struct Commission {
    let order: Order
    let target: Engine.Stream
    /// What it is about, for its command id and for whoever reads a refusal.
    let name: String
    var seal: Seal?
  }

  /// Carries all of them out; one that is refused does not keep back the others, and the exit code tells of it.
  func carryOut(_ commissions: [Commission], _ writing: Writing, _ setting: Setting) throws {
    if commissions.count == 1 {
      return try carryOut(
        commissions[0].order, on: commissions[0].target, writing, setting,
        seal: commissions[0].seal)
    }
    var answers: [JSON] = []
    var worst: Int32 = 0
    for commission in commissions {
      var own = writing
      own.commandID = writing.commandID.map { "\($0)/\(commission.name)" }
      do {
        let report = try report(
          of: commission.order, on: commission.target, own, seal: commission.seal)
        if setting.json { answers.append(try report.json()) } else { Terminal.print(report.text) }
      } catch let refusal as Refusal {
        let failure = Failure.refused(refusal, workspace.directory)
        worst = max(worst, failure.exitCode)
        if setting.json {
          answers.append(failure.json.adding("about", .string(commission.name)))
        } else {
          Terminal.complain("\(commission.name)\(Mark.colon)" + failure.text)
        }
      }
    }
    if setting.json { Terminal.print(["decisions": .array(answers)]) }
    if worst != 0 { throw ExitCode(worst) }
  }

  /// Refuses to let several requests be decided with one look unless rule and risk are identical.
  func requireAlike(_ requests: [Request]) throws {
    let person = try requirePerson()
    let first = requests[0]
    for request in requests.dropFirst() {
      guard let difference = try difference(first, request, for: person) else { continue }
      throw Refusal(
        .notAllowed,
        Bilingual(
          "`\(first.id)` and `\(request.id)` are not alike: \(difference.en)",
          zh: "`\(first.id)` 与 `\(request.id)` 并不相同：\(difference.zh)"),
        help: Bilingual(
          "approve them one by one", zh: "请逐项同意"))
    }
  }

  /// What tells two requests apart for whoever is to sign both; nil: nothing.
  private func difference(_ left: Request, _ right: Request, for person: PersonID) throws
    -> Bilingual?
  {
    guard let kind = left.kind, kind == right.kind else {
      return Bilingual("their actions differ", zh: "动作不同")
    }
    guard left.rulebook == right.rulebook else {
      return Bilingual("their versions of the policy differ", zh: "制度版本不同")
    }
    guard left.route.steps.map(\.name) == right.route.steps.map(\.name) else {
      return Bilingual("their routes differ", zh: "审批链不同")
    }
    guard left.route.considered.map(\.holds) == right.route.considered.map(\.holds),
      left.route.steps.map(\.majority) == right.route.steps.map(\.majority)
    else { return Bilingual("their rules differ", zh: "所依规则不同") }
    let places = try [left, right].map { request in
      try view(request.id).places.first { place in
        if case .open(let electorate, _) = place.state { electorate[person] != nil } else { false }
      }
    }
    guard places[0]?.routed.name == places[1]?.routed.name else {
      return Bilingual("they ask you at different steps", zh: "待你签署的步骤不同")
    }
    return nil
  }
}

extension Request {
  /// The action, whichever project it is on; nil: a publication, of which no two are alike.
  fileprivate var kind: ActionName? {
    if case .action(let name, _) = subject { name } else { nil }
  }
}
