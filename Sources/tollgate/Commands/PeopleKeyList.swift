import ArgumentParser
import Audit
import Engine

/// Lists the keys in force.
struct PeopleKeyList: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list",
      abstract: say("List the keys in force, of everybody or of one person.", "列出有效密钥（全部或某人）。"))
  }

  @Argument(help: .init(say("The person.", "人员。")), completion: .custom(Completions.people))
  var person: String?

  @Flag(
    help: .init(
      say(
        "As the file that `ssh-keygen -Y verify -f` reads.", "按 `ssh-keygen -Y verify -f` 所读的格式。")))
  var allowedSigners = false

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      if let person { _ = try session.person(person) }
      let signers = session.workspace.directory.signers.sorted { $0.key < $1.key }
        .filter { person == nil || $0.key.text == person }
      if setting.json {
        Terminal.print(["keys": .array(signers.flatMap(json))])
      } else if allowedSigners {
        for (person, keys) in signers {
          for key in keys {
            Terminal.print(
              "\(person) namespaces=\"\(DecisionStatement.namespace)\" \(key.key)\n")
          }
        }
      } else {
        Terminal.print(screen(signers, session).text)
      }
    }
  }

  private func screen(_ signers: [(key: PersonID, value: [SigningKey])], _ session: Session)
    -> Screen
  {
    let glossary = Glossary(people: session.workspace.directory, rulebook: nil)
    var screen = Screen()
    if signers.isEmpty {
      screen.line(say("no keys are registered", "未登记任何密钥"))
      return screen
    }
    for (person, keys) in signers {
      screen.line(
        glossary.person(person)
          + (keys.isEmpty
            ? Mark.colon + say("none in force; cannot decide", "无有效密钥，不能作出决定") : ""))
      for key in keys {
        screen.paragraph(
          key.key.fingerprint
            + say(" since \(glossary.time(key.since))", "，自 \(glossary.time(key.since))")
            + Mark.quoted(key.label), indent: 2, hanging: 2)
      }
    }
    return screen
  }

  private func json(_ person: PersonID, _ keys: [SigningKey]) -> [JSON] {
    keys.map { key in
      [
        "person": .name(person), "fingerprint": .string(key.key.fingerprint),
        "key": .string(key.key.description), "label": .string(key.label),
        "since": .time(key.since),
      ]
    }
  }
}
