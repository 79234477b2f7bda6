import CEL
import Diagnostics
import Foundation

/// One line of the conformance data.
struct ConformanceCase: Sendable {
  enum Expectation: Sendable {
    /// The type is compared too when it is given.
    case value(Value, type: ValueType?)
    case error
    case typeOnly(ValueType)
  }

  let id: String
  let file: String
  let expression: String
  let checksTypes: Bool
  let expandsMacros: Bool
  let checkOnly: Bool
  let container: String
  let variables: [(name: String, type: ValueType)]
  let functions: [FunctionDeclaration]
  let bindings: [(name: String, value: Value)]
  let expectation: Expectation

  init(_ json: [String: Any]) throws {
    id = try text(json["id"])
    file = try text(json["file"])
    expression = try text(json["expr"])
    checksTypes = json["disable_check"] as? Bool != true
    expandsMacros = json["disable_macros"] as? Bool != true
    checkOnly = json["check_only"] as? Bool == true
    container = json["container"] as? String ?? ""
    var variables: [(String, ValueType)] = []
    var functions: [FunctionDeclaration] = []
    for declaration in json["type_env"] as? [[String: Any]] ?? [] {
      let name = try text(declaration["name"])
      if let overloads = declaration["overloads"] as? [[String: Any]] {
        functions.append(FunctionDeclaration(name, try overloads.map(Self.overload)))
      } else {
        variables.append((name, try Self.type(declaration["type"])))
      }
    }
    self.variables = variables
    self.functions = functions
    bindings = try (json["bindings"] as? [String: Any] ?? [:]).map {
      ($0.key, try Self.value($0.value))
    }
    guard let expect = json["expect"] as? [String: Any] else { throw MalformedCase(id) }
    switch try text(expect["kind"]) {
    case "value":
      expectation = .value(
        try Self.value(expect["value"]), type: try expect["type"].map(Self.type))
    case "error": expectation = .error
    case "type_only": expectation = .typeOnly(try Self.type(expect["type"]))
    default: throw MalformedCase(id)
    }
  }

  private static func overload(
    _ json: [String: Any]
  ) throws -> FunctionDeclaration.Overload {
    FunctionDeclaration.Overload(
      try (json["params"] as? [Any] ?? []).map(type), returns: try type(json["result"]),
      isMember: json["member"] as? Bool == true
    ) { (arguments: [Value]) throws(EvaluationError) -> Value in
      throw EvaluationError(.function, Bilingual("declared only", zh: "仅声明"))
    }
  }

  static func type(_ json: Any?) throws -> ValueType {
    if let name = json as? String {
      switch name {
      case "null", "null_type": return .null
      case "bool": return .bool
      case "int": return .int
      case "uint": return .uint
      case "double": return .double
      case "string": return .string
      case "bytes": return .bytes
      case "timestamp", "google.protobuf.Timestamp": return .timestamp
      case "duration", "google.protobuf.Duration": return .duration
      case "dyn", "any": return .dyn
      case "error": return .error
      case "type": return .type(.dyn)
      case "list": return .list(.dyn)
      case "map": return .map(.dyn, .dyn)
      default: return .abstract(name, [])
      }
    }
    guard let json = json as? [String: Any] else { throw MalformedCase("type") }
    if let element = json["list"] { return .list(try type(element)) }
    if let parts = json["map"] as? [Any], parts.count == 2 {
      return .map(try type(parts[0]), try type(parts[1]))
    }
    if let inner = json["wrapper"] { return .wrapper(try type(inner)) }
    if let inner = json["type"] { return .type(try type(inner)) }
    if let name = json["param"] as? String { return .parameter(name) }
    if let name = json["abstract"] as? String {
      let parameters = try (json["params"] as? [Any] ?? []).map(type)
      if name == "optional_type", parameters.count == 1 { return .optional(parameters[0]) }
      return .abstract(name, parameters)
    }
    throw MalformedCase("type \(json)")
  }

  static func value(_ json: Any?) throws -> Value {
    guard let json = json as? [String: Any] else { throw MalformedCase("value") }
    switch try text(json["t"]) {
    case "null": return .null
    case "bool": return .bool(json["v"] as? Bool == true)
    case "int":
      guard let number = Int64(try text(json["v"])) else { throw MalformedCase("int") }
      return .int(number)
    case "uint":
      guard let number = UInt64(try text(json["v"])) else { throw MalformedCase("uint") }
      return .uint(number)
    case "double":
      if let bits = json["bits"] as? String, let pattern = UInt64(bits.dropFirst(2), radix: 16) {
        return .double(Double(bitPattern: pattern))
      }
      guard let number = Double(try text(json["v"])) else { throw MalformedCase("double") }
      return .double(number)
    case "string": return .string(try text(json["v"]))
    case "bytes":
      guard let data = Data(base64Encoded: try text(json["b64"])) else {
        throw MalformedCase("bytes")
      }
      return .bytes(Array(data))
    case "list": return .list(try (json["v"] as? [Any] ?? []).map(value))
    case "map":
      let pairs = try (json["v"] as? [[Any]] ?? []).map { (try value($0[0]), try value($0[1])) }
      guard let map = MapValue(pairs) else { throw MalformedCase("map") }
      return .map(map)
    case "type": return .type(try text(json["v"]))
    case "timestamp":
      guard let time = Timestamp(seconds: try seconds(json), nanos: nanos(json)) else {
        throw MalformedCase("timestamp")
      }
      return .timestamp(time)
    case "duration":
      guard let span = TimeSpan(seconds: try seconds(json), nanos: nanos(json)) else {
        throw MalformedCase("duration")
      }
      return .duration(span)
    default: throw MalformedCase("value \(json)")
    }
  }

  private static func seconds(_ json: [String: Any]) throws -> Int64 {
    guard let number = Int64(try text(json["seconds"])) else { throw MalformedCase("seconds") }
    return number
  }

  private static func nanos(_ json: [String: Any]) -> Int32 {
    Int32(truncatingIfNeeded: json["nanos"] as? Int ?? 0)
  }
}

/// A line that is not of the form that the data's README gives.
struct MalformedCase: Error {
  let what: String
  init(_ what: String) { self.what = what }
}

private func text(_ json: Any?) throws -> String {
  guard let text = json as? String else { throw MalformedCase("text") }
  return text
}
