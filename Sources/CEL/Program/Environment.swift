import Diagnostics

/// What expressions may speak about: variables with their types, functions, and the bounds of evaluation.
///
/// A value: declaring changes only this copy, and compiled programs keep what they need of it.
public struct Environment: Sendable {
  public enum Profile: Sendable, Hashable {
    /// CEL as its definition has it.
    case standard
    /// For rules: exact decimals instead of double, no `dyn`, dates, closed choices.
    case policy
  }

  public let profile: Profile
  public let limits: Limits
  var slotCount = 0

  /// `container` is the namespace in which names are looked up first, from the longest prefix to none.
  public init(
    profile: Profile = .standard, container: String = "", libraries: Set<Library> = [],
    limits: Limits = .standard, timeZones: TimeZoneRules = .fixedOffsets
  ) {
    self.profile = profile
    self.limits = limits
  }

  /// Declares a variable; dotted names (`request.budget`) are resolved by the longest prefix that is declared.
  ///
  /// Declaring a name again changes its type and keeps its slot.
  @discardableResult
  public mutating func declare(_ name: String, _ type: ValueType) -> Slot {
    slotCount += 1
    return Slot(index: slotCount - 1)
  }

  public mutating func declare(function: FunctionDeclaration) {}

  /// Parses, checks and plans; all that is wrong is reported at once.
  public func compile(_ source: SourceFile) throws(DiagnosticReport) -> Program {
    throw DiagnosticReport([
      Diagnostic("cel.unfinished", Bilingual("not yet", zh: "尚未"), at: nil)
    ])
  }
}
