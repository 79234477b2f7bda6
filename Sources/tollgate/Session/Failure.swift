import Diagnostics
import Engine

/// Why a command ended without doing what it was asked, with everything needed to tell the user.
enum Failure: Error {
  /// A rule says no. The directory turns ids into names; nil: there is none yet.
  case refused(Refusal, Directory?)
  case invalid(DiagnosticReport)
  /// A policy whose rules can be read, but of which something was proved that must not be.
  case unsound(Proved)
  case store(StoreFailure)
  /// The command line does not say what to do.
  case usage(Bilingual, help: Bilingual?)
  /// The system did not let it.
  case system(Bilingual, help: Bilingual?)

  /// 1 could not run · 2 refused by a rule · 3 policy invalid · 64 usage.
  var exitCode: Int32 {
    switch self {
    case .refused: 2
    case .invalid, .unsound: 3
    case .store, .system: 1
    case .usage: 64
    }
  }
}
