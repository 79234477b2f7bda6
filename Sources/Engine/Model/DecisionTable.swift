import CEL
import Diagnostics

public typealias TableName = Name<DecisionTable>

/// A DMN decision table: inputs, rules, and what comes out under its ``HitPolicy``.
///
/// Compiled in the scope of one action. Cells hold only constants, lists, comparisons and intervals: that is what
/// makes a table provable.
public struct DecisionTable: Sendable {
  public struct Input: Sendable {
    public let name: String
    public let expression: Expression
    /// The name that the expression consists of, when that is a field which need not be filled in: unset it is `null`
    /// to the cells. nil: an unset input is an error.
    public let nullable: Slot?

    public init(name: String, expression: Expression, nullable: Slot? = nil) {
      self.name = name
      self.expression = expression
      self.nullable = nullable
    }
  }

  public struct Output: Sendable {
    public let name: String
    /// What a rule's cell holds.
    public let type: ValueType
    /// What comes out: under policies that gather, a list or a number.
    public let result: ValueType

    public init(name: String, type: ValueType, under hitPolicy: HitPolicy) {
      self.name = name
      self.type = type
      result = hitPolicy.result(of: type)
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
  /// What comes out when no rule matches, by output, of its `result` type; nil: that is an error.
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
