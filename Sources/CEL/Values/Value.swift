/// A value of an expression: what an input holds and what an evaluation yields.
///
/// Equality is CEL's: int, uint and double stand on one number line, exactly (no way through double), and strings
/// are code points without normalisation. One exception, so that values can be keys and be compared in tests:
/// `NaN == NaN` here, while the expression `0.0/0.0 == 0.0/0.0` is false.
public enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case list([Value])
  case map(MapValue)
  case timestamp(Timestamp)
  case duration(TimeSpan)
  /// A type as a value, by its name: `int`, `google.protobuf.Timestamp`, `optional_type`.
  case type(String)
  indirect case optional(Value?)
  case decimal(Decimal)
  indirect case ratio(Ratio)
  case date(CivilDate)
  indirect case record(RecordValue)

  /// The name of the value's type, as `type(x)` prints it.
  public var typeName: String {
    switch self {
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .list: "list"
    case .map: "map"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .type: "type"
    case .optional: "optional_type"
    case .decimal, .ratio: "decimal"
    case .date: "date"
    case .record(let record): record.type.name
    }
  }
}

extension Value: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int64) { self = .int(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: Value...) { self = .list(elements) }
}
