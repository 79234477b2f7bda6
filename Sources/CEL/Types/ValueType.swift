/// The static type of an expression, finer than ``Value/typeName``: lists and maps know what they hold.
public indirect enum ValueType: Sendable, Hashable {
  case null
  case bool
  case int
  case uint
  case double
  case string
  case bytes
  case timestamp
  case duration
  /// Anything; what it is shows when the expression runs. Not offered by the policy profile.
  case dyn
  /// The type of an expression that has been reported as wrong; agrees with everything, so that one mistake
  /// is reported once.
  case error
  case list(ValueType)
  case map(ValueType, ValueType)
  /// The type of a type value: `type(int)` for the expression `int`.
  case type(ValueType)
  case optional(ValueType)
  /// A primitive or `null`.
  case wrapper(ValueType)
  case abstract(String, [ValueType])
  /// A type parameter of a function declaration: the `A` in `(A, list(A)) -> bool`.
  case parameter(String)
  case decimal
  case date
  case choice(ChoiceType)
  case record(RecordType)
  /// An unknown that the checker is solving; no checked expression shows one.
  case variable(Int)
}
