import CEL
import Diagnostics

public typealias TableName = Name<DecisionTable>

/// A DMN decision table: inputs, rules, and what comes out.
///
/// Compiled in the scope of one action. Cells hold only constants, lists, comparisons and intervals: that is what
/// makes a table provable.
public struct DecisionTable: Sendable {
  public enum HitPolicy: String, Sendable, Codable {
    /// Exactly one rule matches.
    case unique
    /// The first that matches, in the order written.
    case first
  }

  public struct Input: Sendable {
    public let name: String
    public let expression: Expression

    public init(name: String, expression: Expression) {
      self.name = name
      self.expression = expression
    }
  }

  public struct Output: Sendable {
    public let name: String
    public let type: ValueType

    public init(name: String, type: ValueType) {
      self.name = name
      self.type = type
    }
  }

  public struct Rule: Sendable {
    public let cells: [Cell]
    public let outputs: [Value]
    public let place: Place

    public init(cells: [Cell], outputs: [Value], place: Place) {
      self.cells = cells
      self.outputs = outputs
      self.place = place
    }
  }

  /// A test of one input.
  public indirect enum Cell: Sendable, Hashable {
    /// `-`: whatever it is.
    case anything
    case equals(Value)
    case below(Bound)
    case above(Bound)
    case interval(Bound, Bound)
    case oneOf([Cell])
    case not(Cell)
  }

  /// An end of an interval: `[` and `<=` include it.
  public struct Bound: Sendable, Hashable {
    public let value: Value
    public let isInclusive: Bool

    public init(_ value: Value, isInclusive: Bool) {
      self.value = value
      self.isInclusive = isInclusive
    }
  }

  public let name: TableName
  public let title: Bilingual
  public let hitPolicy: HitPolicy
  public let inputs: [Input]
  public let outputs: [Output]
  public let rules: [Rule]
  /// What comes out when no rule matches; nil: that is an error.
  public let defaultOutputs: [Value]?
  /// The action whose completion fixes the outputs for good; nil: computed each time.
  public let frozenAt: ActionName?
  public let place: Place

  public init(
    name: TableName, title: Bilingual, hitPolicy: HitPolicy, inputs: [Input], outputs: [Output],
    rules: [Rule], defaultOutputs: [Value]?, frozenAt: ActionName?, place: Place
  ) {
    self.name = name
    self.title = title
    self.hitPolicy = hitPolicy
    self.inputs = inputs
    self.outputs = outputs
    self.rules = rules
    self.defaultOutputs = defaultOutputs
    self.frozenAt = frozenAt
    self.place = place
  }
}
