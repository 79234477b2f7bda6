/// What names mean to an expression: declared variables, functions and types, and the namespace they are looked up in.
struct Scope: Sendable {
  struct Variable: Sendable {
    let slot: Int
    let type: ValueType
  }

  private(set) var variables: [String: Variable] = [:]
  /// The beginnings of dotted variables, `request` of `request.budget`, with the names that follow them.
  private(set) var namespaces: [String: Set<String>] = [:]
  var functions = FunctionTable.standard
  var typeNames = TypeNames.standard
  /// `a.b.` and `a.` for the container `a.b`, without the empty prefix that is always tried last.
  let prefixes: [String]

  init(container: String) {
    var prefixes: [String] = []
    var parts = container.split(separator: ".")
    while !parts.isEmpty {
      prefixes.append(parts.joined(separator: ".") + ".")
      parts.removeLast()
    }
    self.prefixes = prefixes
  }

  mutating func declare(_ name: String, _ variable: Variable) {
    variables[name] = variable
    var rest = name[...]
    while let dot = rest.utf8.lastIndex(of: UInt8(ascii: ".")) {
      let last = rest[rest.utf8.index(after: dot)...]
      rest = rest[..<dot]
      namespaces[String(rest), default: []].insert(String(last))
    }
  }

  /// Whether a dotted name that begins so can be that of a variable or type.
  func mayQualify(_ leading: String) -> Bool {
    namespaces[leading] != nil || !prefixes.isEmpty || TypeNames.namespaces.contains(leading)
  }

  /// The first of the candidates for a name that a table has, with the name it has there.
  func find<Found>(
    _ name: String, isRooted: Bool, in table: (String) -> Found?
  ) -> (name: String, found: Found)? {
    if !isRooted {
      for prefix in prefixes {
        if let found = table(prefix + name) { return (prefix + name, found) }
      }
    }
    return table(name).map { (name, $0) }
  }
}

/// What a node of the tree refers to.
enum Reference: Sendable {
  case none
  case slot(Int, name: String)
  case local(Int)
  /// A type that is named, or a literal that its neighbour makes a decimal.
  case constant(Value)
  /// A call, by position in ``CheckedTree/functions``.
  case function(Int)
  /// `has(a.b)` of a variable `a.b`.
  case isSet(Int, name: String)
  /// A macro or `cel.bind`: the first of its variables.
  case locals(Int)
  /// Found only in expressions that are not checked: an error when it is evaluated.
  case unknownName(String)
  case unknownFunction(String)
}

/// A parsed expression whose names are resolved and whose nodes have types.
struct CheckedTree: Sendable {
  let tree: SyntaxTree
  /// By ``ExpressionID``.
  var types: [ValueType]
  var references: [Reference]
  var functions: [Function] = []
  /// How many local variables there are.
  var localCount = 0
}
