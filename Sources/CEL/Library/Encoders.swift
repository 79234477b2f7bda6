import Diagnostics

/// The encoders extension.
enum Encoders {
  static func call(
    _ function: Builtin, _ arguments: Arguments, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    switch (function, arguments.first, arguments.count) {
    case (.base64Encode, .bytes(let bytes), 1):
      try meter.admit(bytes: bytes.count * 4 / 3 + 4)
      return .string(Base64.encode(bytes))
    case (.base64Decode, .string(let text), 1):
      try meter.admit(bytes: text.utf8.count)
      guard let bytes = Base64.decode(text) else {
        throw .invalid("the text is not base64", zh: "文本不是 base64")
      }
      return .bytes(bytes)
    default: throw .noOverload(function, arguments)
    }
  }
}
