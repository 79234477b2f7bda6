import ArgumentParser
import CEL
import Diagnostics
import Engine

/// Shows somebody as of a day.
struct PeopleShow: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "show",
      abstract: say(
        "A person as of a day: roles, manager, ceiling, absences, stand-ins.",
        "某人在某日的情况：角色、上级、权限上限、缺席、代理。"),
      discussion: say(
        "A past day is told as it was known by its end.", "过去的日子按当日结束时的记录显示。"))
  }

  @Argument(help: .init(say("The person.", "人员。")), completion: .custom(Completions.people))
  var person: String

  @Option(help: .init(say("The day (default: today).", "日期（默认今日）。"), valueName: "date"))
  var on: CivilDate?

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let today = try session.companyToday()
      let day = on ?? today
      let directory = try session.directory(asOf: day) ?? Directory()
      guard let entry = directory[PersonID(person)] else {
        guard session.workspace.directory[PersonID(person)] != nil else {
          throw Refusal.unknownPerson(PersonID(person), session.workspace.directory)
        }
        throw Refusal(
          .unknownPerson,
          Bilingual(
            "`\(person)` was not in the directory yet on \(day)", zh: "\(day) 时通讯录中尚无 `\(person)`"),
          help: Bilingual(
            "`tollgate people history \(person)` tells when they were entered",
            zh: "`tollgate people history \(person)` 可查看其登记时间"))
      }
      let screen = PersonScreen(
        person: entry, directory: directory,
        glossary: Glossary(people: directory, rulebook: try session.companyRulebook()),
        day: day, isToday: day == today)
      if setting.json {
        Terminal.print(try screen.json())
      } else {
        Terminal.print(screen.text)
      }
    }
  }
}
