import CEL

/// What comes out of a decision table when rules match, by the names that policies are written with.
///
/// The policies of DMN 1.5 §8.2.10; its letters are U A P F R O, and C with + < > #.
public enum HitPolicy: String, Sendable, Codable, CaseIterable {
  /// Exactly one rule matches; two are an error.
  case unique
  /// Several may match if all of them say the same; a difference is an error.
  case any
  /// Of those that match, the one whose outputs stand first in the lists of the outputs, compared from the left.
  case priority
  /// The first that matches, in the order written.
  case first
  /// All that match, in the order written: each output is a list.
  case ruleOrder = "rule order"
  /// All that match, the highest priority first: each output is a list.
  case outputOrder = "output order"
  /// All that match, in no order that means anything: each output is a list.
  case collectList = "collect list"
  case collectSum = "collect sum"
  case collectMinimum = "collect min"
  case collectMaximum = "collect max"
  /// How many match.
  case collectCount = "collect count"

  /// Whether every output is a list of what the matching rules say.
  public var givesLists: Bool {
    switch self {
    case .ruleOrder, .outputOrder, .collectList: true
    case .unique, .any, .priority, .first, .collectSum, .collectMinimum, .collectMaximum,
      .collectCount:
      false
    }
  }

  /// Whether outputs are ranked by the order of their choices.
  public var ranks: Bool { self == .priority || self == .outputOrder }

  /// Whether the matching rules are made into one number or value, so that there is one output.
  public var aggregates: Bool {
    switch self {
    case .collectSum, .collectMinimum, .collectMaximum, .collectCount: true
    case .unique, .any, .priority, .first, .ruleOrder, .outputOrder, .collectList: false
    }
  }

  func result(of type: ValueType) -> ValueType {
    if givesLists { return .list(type) }
    return self == .collectCount ? .int : type
  }
}
