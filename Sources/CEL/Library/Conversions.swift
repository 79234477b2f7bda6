import Diagnostics

/// `int(x)`, `string(x)` and their kin: between types, exact or an error.
enum Conversions {
  static func call(
    _ function: Builtin, _ arguments: Arguments, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    guard arguments.count == 1 else { throw .noOverload(function, arguments) }
    let value = arguments.first
    switch function {
    case .dyn: return value
    case .type: return .type(value.typeName)
    case .bool: return try bool(value)
    case .int: return try int(value)
    case .uint: return try uint(value)
    case .double: return try double(value)
    case .string: return try string(value, &meter)
    case .bytes:
      switch value {
      case .bytes: return value
      case .string(let text):
        try meter.admit(bytes: text.utf8.count)
        return .bytes(Array(text.utf8))
      default: throw .noOverload("bytes", value)
      }
    case .timestamp: return try timestamp(value)
    default: return try duration(value)
    }
  }

  private static func bool(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .bool: return value
    case .string(let text):
      switch text {
      case "true", "TRUE", "True", "t", "T", "1": return .bool(true)
      case "false", "FALSE", "False", "f", "F", "0": return .bool(false)
      default: throw .conversion(value, to: "bool")
      }
    default: throw .noOverload("bool", value)
    }
  }

  private static func int(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .int: return value
    case .uint(let number):
      guard let number = Int64(exactly: number) else { throw .outOfRange("int") }
      return .int(number)
    case .double(let number):
      // Both bounds are open: a double at ±2^63 may stand for a number beyond it.
      guard number > -0x1p63, number < 0x1p63 else { throw .outOfRange("int") }
      return .int(Int64(number))
    case .string(let text):
      guard let number = Int64(text) else { throw .conversion(value, to: "int") }
      return .int(number)
    case .timestamp(let time): return .int(time.seconds)
    case .decimal(let number):
      guard let number = number.integerValue else { throw .conversion(value, to: "int") }
      return .int(number)
    default: throw .noOverload("int", value)
    }
  }

  private static func uint(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .uint: return value
    case .int(let number):
      guard let number = UInt64(exactly: number) else { throw .outOfRange("uint") }
      return .uint(number)
    case .double(let number):
      guard number >= 0, number < 0x1p64 else { throw .outOfRange("uint") }
      return .uint(UInt64(number))
    case .string(let text):
      guard let number = UInt64(text) else { throw .conversion(value, to: "uint") }
      return .uint(number)
    default: throw .noOverload("uint", value)
    }
  }

  private static func double(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .double: return value
    case .int(let number): return .double(Double(number))
    case .uint(let number): return .double(Double(number))
    case .string(let text):
      guard let number = Double(text) else { throw .conversion(value, to: "double") }
      // An infinity that is spelt out is one; a number that is too large is out of range.
      if number.isInfinite, text.utf8.contains(where: { 0x30...0x39 ~= $0 }) {
        throw .outOfRange("double")
      }
      return .double(number)
    default: throw .noOverload("double", value)
    }
  }

  private static func string(
    _ value: Value, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    switch value {
    case .string: return value
    case .bool(let value): return .string(value ? "true" : "false")
    case .int(let number): return .string(String(number))
    case .uint(let number): return .string(String(number))
    case .double(let number): return .string(DoubleText.shortest(number))
    case .bytes(let bytes):
      try meter.admit(bytes: bytes.count)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw .invalid("the bytes are not valid UTF-8", zh: "字节不是有效的 UTF-8")
      }
      return .string(text)
    case .timestamp(let time): return .string(time.description)
    case .duration(let span): return .string(span.description)
    case .decimal(let number): return .string(number.description)
    case .ratio(let number): return .string(number.description)
    case .date(let date): return .string(date.description)
    default: throw .noOverload("string", value)
    }
  }

  private static func timestamp(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .timestamp: return value
    case .int(let seconds):
      guard let time = Timestamp(seconds: seconds) else { throw .outOfRange("timestamp") }
      return .timestamp(time)
    case .string(let text):
      guard let time = Timestamp(text) else { throw .conversion(value, to: "timestamp") }
      return .timestamp(time)
    default: throw .noOverload("timestamp", value)
    }
  }

  private static func duration(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .duration: return value
    case .string(let text):
      guard let span = TimeSpan(text) else { throw .conversion(value, to: "duration") }
      return .duration(span)
    default: throw .noOverload("duration", value)
    }
  }
}
