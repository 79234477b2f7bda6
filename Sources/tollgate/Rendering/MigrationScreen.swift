import Diagnostics
import Engine

/// What the version in force would change for requests under way, each with the choices there are.
struct MigrationScreen {
  let migrations: [Migration]
  let policy: PolicyName

  var text: String {
    var screen = Screen()
    guard !migrations.isEmpty else {
      screen.paragraph(
        say(
          "Every open request of `\(policy)` is decided under the version in force.",
          "`\(policy)` 的未结束申请均已适用现行制度。"))
      return screen.text
    }
    for migration in migrations { item(migration, in: &screen) }
    screen.line()
    screen.paragraph(
      say(
        "Nothing was written. To apply: `tollgate policy migrate \(policy) --adopt R-…`, or `--adopt-if-stricter`",
        "未写入任何内容。适用现行制度：`tollgate policy migrate \(policy) --adopt R-…` 或 `--adopt-if-stricter`"),
      hanging: 2)
    return screen.text
  }

  private func item(_ migration: Migration, in screen: inout Screen) {
    let (request, glossary) = (migration.request, migration.glossary)
    if !screen.text.isEmpty { screen.line() }
    screen.paragraph(
      "\(request.id)  \(glossary.subject(request.subject))\(Mark.colon)\(verdict(migration))",
      hanging: 4)
    screen.entry(say("before", "变更前"), chain(request), labelWidth: Self.labelWidth)
    guard let after = migration.after else {
      if let obstacle = migration.obstacle {
        screen.entry(
          say("after", "变更后"), obstacle.reason.spoken, labelWidth: Self.labelWidth)
      }
      return
    }
    screen.entry(say("after", "变更后"), chain(after), labelWidth: Self.labelWidth)
    func people(_ approvals: [(step: RoutedStep, signature: Signature)]) -> String {
      list(
        approvals.map { $0.step.title.spoken + " " + glossary.person($0.signature.person) })
    }
    if !migration.surviving.isEmpty {
      screen.entry(
        say("still counts", "仍然有效"), people(migration.surviving), labelWidth: Self.labelWidth)
    }
    if !migration.lost.isEmpty {
      screen.entry(
        say("asked again", "须重新签署"), people(migration.lost), labelWidth: Self.labelWidth)
    }
  }

  private static let labelWidth = 12

  private func verdict(_ migration: Migration) -> String {
    switch migration.isStricter {
    case true?: say("the version in force is stricter", "现行制度更严")
    case false?: say("the version in force is not stricter", "现行制度并不更严")
    case nil: say("stays under its version", "只能保持原版本")
    }
  }

  private func chain(_ request: Request) -> String {
    request.route.steps.map(\.title.spoken).joined(separator: " → ")
  }
}

extension Migration {
  var json: JSON {
    func steps(_ request: Request) -> JSON { .names(request.route.steps.map(\.name)) }
    func people(_ approvals: [(step: RoutedStep, signature: Signature)]) -> JSON {
      .array(
        approvals.map { ["step": .name($0.step.name), "person": .name($0.signature.person)] })
    }
    return [
      "request": .name(request.id), "before": steps(request),
      "after": after.map(steps) ?? .null,
      "stricter": isStricter.map(JSON.bool) ?? .null,
      "survive": people(surviving), "asked_again": after == nil ? [] : people(lost),
      "obstacle": .text(obstacle?.reason.spoken),
    ]
  }
}
