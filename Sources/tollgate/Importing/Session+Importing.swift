import Diagnostics
import Engine

extension Session {
  /// What became of an import.
  struct Imported {
    let id: String
    /// Of the rows that were carried out, or would be.
    let outcomes: [Service.Outcome]
    /// Rows that say what is there already.
    let unchanged: Int
    let isDryRun: Bool
  }

  /// Carries out a whole table, or nothing of it; throws everything that stands against any row, each at its place.
  func carryOut(_ plan: ImportPlan, id: String, dryRun: Bool) throws -> Imported {
    let actor = try requireActor()
    var report = DiagnosticReport()
    var unchanged = 0
    var outcomes: [Service.Outcome] = []
    var commands: [(command: Command, target: Engine.Stream?)] = []
    for (index, row) in plan.rows.enumerated() {
      let command = Command(
        envelope: Envelope(
          command: CommandID(ImportPlan.commandID(id, index)), actor: actor, at: now),
        order: row.order, salt: .random(count: SealedContent.saltLength))
      do {
        outcomes.append(try service.execute(command, on: row.target, dryRun: true))
        commands.append((command, row.target))
      } catch let refusal as Refusal where refusal.code == .nothingChanged {
        unchanged += 1
      } catch let refusal as Refusal {
        report.append(
          Diagnostic(
            "import.refused", refusal.reason, at: row.span,
            notes: refusal.details.map { Diagnostic.Note($0) }, help: refusal.help))
      }
    }
    if report.hasErrors { throw report.sorted() }
    if !dryRun { outcomes = try service.execute(all: commands) }
    return Imported(id: id, outcomes: outcomes, unchanged: unchanged, isDryRun: dryRun)
  }
}
