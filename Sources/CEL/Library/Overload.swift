/// A way to call a function: types of the arguments and of the result, for the checker.
struct Overload: Sendable {
  /// The receiver first, if it is a member. Type parameters are `.variable(0)`, `.variable(1)`, …
  let parameters: [ValueType]
  let result: ValueType
  let isMember: Bool
  /// How many type parameters there are.
  let generics: Int

  /// `parameters` and `result` with type parameters by name.
  init(_ parameters: [ValueType], _ result: ValueType, isMember: Bool = false) {
    var names: [String] = []
    self.parameters = parameters.map { $0.numberingParameters(&names) }
    self.result = result.numberingParameters(&names)
    self.isMember = isMember
    generics = names.count
  }
}

extension ValueType {
  fileprivate func numberingParameters(_ names: inout [String]) -> ValueType {
    switch self {
    case .parameter(let name):
      if let index = names.firstIndex(of: name) { return .variable(index) }
      names.append(name)
      return .variable(names.count - 1)
    default: return mapChildren { $0.numberingParameters(&names) }
    }
  }

  /// The type with its parts replaced; types without parts stay as they are.
  func mapChildren(_ transform: (ValueType) -> ValueType) -> ValueType {
    switch self {
    case .list(let element): .list(transform(element))
    case .map(let key, let value): .map(transform(key), transform(value))
    case .type(let type): .type(transform(type))
    case .optional(let type): .optional(transform(type))
    case .wrapper(let type): .wrapper(transform(type))
    case .abstract(let name, let types): .abstract(name, types.map(transform))
    default: self
    }
  }
}

/// A function with all its overloads, and how it is carried out.
struct Function: Sendable {
  let name: String
  var overloads: [Overload]
  /// nil: only the host carries it out.
  let builtin: Builtin?
  /// Overloads of the host, tried in order before `builtin`.
  var hosted: [FunctionDeclaration.Overload] = []
}
