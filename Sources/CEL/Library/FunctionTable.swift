/// The functions that an environment offers, by full name.
struct FunctionTable: Sendable {
  private(set) var functions: [String: Function]

  static let standard = FunctionTable(standardFunctions)

  private init(_ functions: [Function]) {
    self.functions = [:]
    for function in functions { add(function) }
  }

  subscript(name: String) -> Function? { functions[name] }

  /// The names of functions, without those of operators.
  var suggestibleNames: [String] {
    functions.keys.filter {
      $0.utf8.first.map { $0 > UInt8(ascii: "@") } ?? false && $0.first != "_"
    }
    .sorted()
  }

  mutating func add(_ library: Library) {
    for function in Self.functions(of: library) { add(function) }
  }

  /// Overloads of a function that is there already join it.
  mutating func add(_ function: Function) {
    guard var known = functions[function.name] else {
      functions[function.name] = function
      return
    }
    known.overloads += function.overloads
    known.hosted += function.hosted
    functions[function.name] = Function(
      name: known.name, overloads: known.overloads, builtin: known.builtin ?? function.builtin,
      hosted: known.hosted)
  }

  mutating func add(_ declaration: FunctionDeclaration) {
    add(
      Function(
        name: declaration.name,
        overloads: declaration.overloads.map {
          Overload($0.parameters, $0.result, isMember: $0.isMember)
        }, builtin: nil, hosted: declaration.overloads))
  }

  mutating func remove(_ name: String) { functions[name] = nil }
}

/// The types that an expression can name: `int`, `google.protobuf.Timestamp`.
enum TypeNames {
  /// The beginnings of dotted type names.
  static let namespaces: Set<String> = ["google"]

  static let standard: [String: ValueType] = [
    "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string,
    "bytes": .bytes, "null_type": .null, "list": .list(.dyn), "map": .map(.dyn, .dyn),
    "type": .type(.dyn), "dyn": .dyn, "google.protobuf.Timestamp": .timestamp,
    "google.protobuf.Duration": .duration,
  ]
}
