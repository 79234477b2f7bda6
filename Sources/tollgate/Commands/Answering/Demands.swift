import ArgumentParser
import CEL
import Engine

/// Conditions of an approval: each a text, with who sees to it, by when, and what it blocks.
struct Demands: ParsableArguments {
  @Option(
    name: .customLong("condition"),
    help: .init(
      say(
        "Approve only on this condition; may be given again, each with its --owner, --by and --blocks.",
        "附条件同意；可多次使用，每个条件各配 --owner、--by、--blocks。"), valueName: "text"))
  var conditions: [String] = []

  @Option(
    help: .init(say("Who has to meet the condition.", "负责满足条件的人。"), valueName: "person"),
    completion: .custom(Completions.people))
  var owner: [String] = []

  @Option(help: .init(say("The condition's last day.", "条件的期限。"), valueName: "date"))
  var by: [CivilDate] = []

  @Option(
    help: .init(
      say("The action that waits until the condition is met.", "条件满足前不得进行的动作。"),
      valueName: "action"))
  var blocks: [String] = []

  var isEmpty: Bool { conditions.isEmpty }

  func validate() throws {
    for (option, count) in [("owner", owner.count), ("by", by.count), ("blocks", blocks.count)] {
      // One owner, day or action may serve all conditions.
      guard count == conditions.count || count == 1 && !conditions.isEmpty else {
        throw ValidationError(
          say(
            "each `--condition` needs its `--\(option)`: \(conditions.count) and \(count) are given",
            "每个 `--condition` 须配一个 `--\(option)`：现有 \(conditions.count) 个与 \(count) 个"))
      }
    }
  }

  var reservations: [Reservation] {
    conditions.enumerated().map { index, criterion in
      func own<Value>(_ values: [Value]) -> Value { values.count == 1 ? values[0] : values[index] }
      return Reservation(
        criterion: criterion, owner: PersonID(own(owner)), due: own(by),
        blocks: ActionName(own(blocks)))
    }
  }
}
