import CEL

/// A CEL expression of a rule, compiled against the scope of its action, with the text and place people know it by.
public struct Expression: Sendable {
  public let program: Program
  public let text: String
  public let place: Place

  public init(program: Program, text: String, place: Place) {
    self.program = program
    self.text = text
    self.place = place
  }

  /// What it yields, as an input to others: its value, or the error that reading its name will be.
  func input(_ inputs: Inputs) -> Input {
    do {
      return .value(try program.evaluate(inputs))
    } catch {
      return .error(error)
    }
  }
}
