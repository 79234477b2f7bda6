import CEL
import Diagnostics
import Engine

extension RulebookFinder {
  /// Finds, reads, checks and compiles a policy with everything it stands on.
  ///
  /// What is wrong is reported at the paths that the user knows the files by; the rules themselves keep bare
  /// file names, as the digest does.
  package func load(
    policy path: String, timeZones: TimeZoneRules, sha256: DigestFunction
  ) throws(DiagnosticReport) -> (found: FoundSources, rulebook: Rulebook) {
    let found = try find(policy: path)
    var failure = DiagnosticReport()
    do {
      return (
        found, try loadRulebook(sources: found.sources, timeZones: timeZones, sha256: sha256)
      )
    } catch {
      failure = found.withPaths(error)
    }
    throw failure
  }
}
