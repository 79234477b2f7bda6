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
  public let libraries: Set<Library>
  let timeZones: TimeZoneRules
  /// With how many unknown names of an expression all known ones are compared, for a hint; 0 where a mistake is expected and
  /// nobody reads of it.
  package var suggestions = 10
  private(set) var slotCount = 0
  private var scope: Scope

  /// `container` is the namespace in which names are looked up first, from the longest prefix to none. Of the
  /// time zones those with fixed offsets are always known.
  public init(
    profile: Profile = .standard, container: String = "", libraries: Set<Library> = [],
    limits: Limits = .standard, timeZones: TimeZoneRules = .fixedOffsets
  ) {
    self.profile = profile
    self.limits = limits
    self.timeZones = timeZones
    self.libraries = profile == .policy ? libraries.union([.decimals, .dates]) : libraries
    scope = Scope(container: container)
    for library in Library.allCases where self.libraries.contains(library) {
      scope.functions.add(library)
    }
    if self.libraries.contains(.optionals) { scope.typeNames["optional_type"] = .optional(.dyn) }
    if self.libraries.contains(.decimals) { scope.typeNames["decimal"] = .decimal }
    if self.libraries.contains(.dates) { scope.typeNames["date"] = .date }
    if profile == .policy {
      for name in ["dyn", "double", "type"] {
        scope.functions.remove(name)
        scope.typeNames[name] = nil
      }
    }
  }

  /// Declares a variable; dotted names (`request.budget`) are resolved by the longest prefix that is declared.
  ///
  /// Declaring a name again changes its type and keeps its slot.
  @discardableResult
  public mutating func declare(_ name: String, _ type: ValueType) -> Slot {
    let slot = scope.variables[name]?.slot ?? slotCount
    slotCount = max(slotCount, slot + 1)
    scope.declare(name, Scope.Variable(slot: slot, type: type))
    return Slot(index: slot)
  }

  /// Adds a function, or overloads to one that exists.
  public mutating func declare(function: FunctionDeclaration) {
    scope.functions.add(function)
  }

  /// The slot of a declared variable, by its full name; nil when there is none.
  public func slot(_ name: String) -> Slot? {
    scope.variables[name].map { Slot(index: $0.slot) }
  }

  /// The declared type of a variable, by its full name; nil when there is none.
  public func type(of name: String) -> ValueType? { scope.variables[name]?.type }

  // MARK: - Compiling

  /// Reads an expression; reports the first mistake of its syntax.
  ///
  /// Without `macros`, `has`, `all`, `map` and their kin are ordinary calls.
  public func parse(
    _ source: SourceFile, macros: Bool = true
  ) throws(DiagnosticReport) -> ParsedExpression {
    let options = Parser.Options(
      limits: limits, macros: macros, libraries: libraries, decimalLiterals: profile == .policy)
    return ParsedExpression(tree: try Parser.parse(source, options: options))
  }

  /// Resolves names and deduces types; reports everything that is wrong at once.
  public func check(_ parsed: ParsedExpression) throws(DiagnosticReport) -> CheckedExpression {
    CheckedExpression(try checkedTree(parsed, checksTypes: true))
  }

  /// Parses, checks and plans; everything that the checker finds wrong is reported at once.
  public func compile(_ source: SourceFile) throws(DiagnosticReport) -> Program {
    try compile(try parse(source))
  }

  /// Checks and plans what has been parsed.
  ///
  /// Without `checkingTypes` every expression has the type `dyn`, and what would have been reported becomes an error
  /// of the evaluation if it is reached.
  public func compile(
    _ parsed: ParsedExpression, checkingTypes: Bool = true
  ) throws(DiagnosticReport) -> Program {
    let checked = try checkedTree(parsed, checksTypes: checkingTypes)
    let (plan, slots) = try Planner.plan(
      checked, isPolicy: profile == .policy, limits: limits, timeZones: timeZones)
    let cost = CostEstimate.of(checked, limits: limits)
    guard cost <= limits.worstCaseCost else {
      throw DiagnosticReport([
        Diagnostic(
          "cel.limit",
          Bilingual("the expression may take too much work", zh: "表达式的计算量可能超出限制"),
          at: Span(checked.tree.source, checked.tree.range(checked.tree.root)),
          help: Bilingual(
            "avoid macros within macros: their costs multiply", zh: "避免宏的嵌套，其计算量会相乘"))
      ])
    }
    return Program(
      checked: checked, plan: plan, slots: slots.map(Slot.init), worstCaseCost: cost)
  }

  private func checkedTree(
    _ parsed: ParsedExpression, checksTypes: Bool
  ) throws(DiagnosticReport) -> CheckedTree {
    try Checker.check(
      parsed.tree, scope, isPolicy: profile == .policy, checksTypes: checksTypes,
      suggestions: suggestions)
  }
}

/// An expression that has been read, its names not yet resolved.
public struct ParsedExpression: Sendable {
  let tree: SyntaxTree

  public var source: SourceFile { tree.source }
}
