import ArgumentParser
import Diagnostics
import Engine

/// Lists the people of the directory.
struct PeopleList: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list", abstract: say("List the people.", "列出人员。"))
  }

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let people = session.workspace.directory.people.values.sorted { $0.id < $1.id }
      guard !setting.json else {
        Terminal.print(["people": .array(try people.map { try JSON(encoding: $0) })])
        return
      }
      let today = try session.companyToday()
      let glossary = Glossary(
        people: session.workspace.directory, rulebook: try session.companyRulebook())
      var screen = Screen()
      var table = Table([.left, .left, .right, .left, .left])
      table.row([
        say("id", "编号"), say("name", "姓名"), say("rank", "级别"), say("reports to", "上级"),
        say("roles", "角色"),
      ])
      for person in people {
        let roles = person.holdings.filter { $0.covers(today) }.map { glossary.role($0.role) }
        var remarks = roles
        if let other = person.aliasOf {
          remarks.append(say("same human as \(other)", "与 \(other) 为同一人"))
        }
        if let absence = person.absences.first(where: { $0.covers(today) }) {
          remarks.append(say("away until \(absence.until)", "缺席至 \(absence.until)"))
        }
        let directory = session.workspace.directory
        remarks += directory.standIns.filter {
          $0.principal == person.id && directory.isInForce($0, on: today)
        }.map { say("stood in for by \($0.deputy)", "由 \($0.deputy) 代理") }
        if let successor = directory.successor(of: person.id, on: today) {
          remarks.append(say("taken over by \(successor)", "由 \(successor) 接替"))
        }
        if let day = person.leftOn {
          remarks.append(
            day <= today
              ? say("left on \(day)", "\(day) 离职") : say("leaves on \(day)", "将于 \(day) 离职"))
        }
        table.row([
          person.id.text, person.name.spoken, String(person.rank), person.manager?.text ?? "",
          list(remarks),
        ])
      }
      screen.table(table, indent: 0)
      Terminal.print(screen.text)
    }
  }
}
