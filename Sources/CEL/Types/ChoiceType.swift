/// A closed set of words; at run time a plain string.
///
/// Comparing with a literal that is no case is an error when the expression is checked, with "did you mean".
public struct ChoiceType: Sendable, Hashable {
  public let name: String
  public let cases: [String]

  public init(name: String, cases: [String]) {
    self.name = name
    self.cases = cases
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.name == right.name && left.cases == right.cases
  }
}
