import Diagnostics

extension EvaluationError {
  static func noOverload(_ function: String, _ values: Value...) -> EvaluationError {
    noOverload(function, values)
  }

  static func noOverload(_ function: String, _ values: [Value]) -> EvaluationError {
    let types = values.map(\.typeName).joined(separator: ", ")
    return EvaluationError(
      .noMatchingOverload,
      Bilingual("`\(function)` does not take (\(types))", zh: "`\(function)` 不接受（\(types)）"))
  }

  static func noOverload(_ function: Builtin, _ arguments: Arguments) -> EvaluationError {
    let all = [arguments.first, arguments.second, arguments.third, arguments.fourth]
    return noOverload(function.shownName, Array(all.prefix(arguments.count)))
  }

  static func invalid(_ english: String, zh chinese: String) -> EvaluationError {
    EvaluationError(.invalidArgument, Bilingual(english, zh: chinese))
  }

  static func conversion(_ value: Value, to type: String) -> EvaluationError {
    if case .string = value {
      return EvaluationError(
        .invalidConversion,
        Bilingual("`\(value.shortText)` is no \(type)", zh: "`\(value.shortText)` 不是 \(type)"))
    }
    return EvaluationError(
      .invalidConversion,
      Bilingual(
        "cannot convert this \(value.typeName) to \(type)",
        zh: "无法将 \(value.typeName) 转换为 \(type)"))
  }

  static func outOfRange(_ type: String) -> EvaluationError {
    EvaluationError(
      .outOfRange, Bilingual("the value is out of range of \(type)", zh: "数值超出 \(type) 的范围"))
  }

  static let overflow = EvaluationError(
    .overflow, Bilingual("the result is out of range", zh: "结果超出范围"))

  static let divisionByZero = EvaluationError(
    .divisionByZero, Bilingual("division by zero", zh: "除数为零"))

  static func noSuchKey(_ key: Value) -> EvaluationError {
    EvaluationError(
      .noSuchKey, Bilingual("no such key: `\(key.shortText)`", zh: "没有此键：`\(key.shortText)`"))
  }

  static func noSuchField(_ field: String, of value: Value) -> EvaluationError {
    EvaluationError(
      .noSuchField,
      Bilingual(
        "\(value.typeName) has no field `\(field)`", zh: "\(value.typeName) 没有字段 `\(field)`"))
  }

  static func indexOutOfRange(_ index: Int64) -> EvaluationError {
    EvaluationError(
      .indexOutOfRange, Bilingual("index out of range: \(index)", zh: "索引超出范围：\(index)"))
  }

  static func notSet(_ name: String) -> EvaluationError {
    EvaluationError(.notSet, Bilingual("`\(name)` is not set", zh: "`\(name)` 未设置"))
  }

  static func repeatedKey(_ key: Value) -> EvaluationError {
    EvaluationError(
      .repeatedKey, Bilingual("repeated key: `\(key.shortText)`", zh: "键重复：`\(key.shortText)`"))
  }

  static func unsupportedKey(_ key: Value) -> EvaluationError {
    EvaluationError(
      .unsupportedKey,
      Bilingual("\(key.typeName) cannot be the type of a key", zh: "\(key.typeName) 不能作为键"))
  }
}

extension Value {
  /// The value for a message: one line, bounded.
  var shortText: String {
    switch self {
    case .bool(let value): "\(value)"
    case .int(let number): "\(number)"
    case .uint(let number): "\(number)u"
    case .double(let number): "\(number)"
    case .string(let text): String(text.unicodeScalars.prefix(60).map(Character.init))
    case .decimal(let number): number.description
    case .date(let date): date.description
    default: typeName
    }
  }
}

extension Builtin {
  /// As an expression calls it, without its namespace.
  var shownName: String {
    switch self {
    case .exactAbs: "abs"
    case .exactMin: "min"
    case .exactMax: "max"
    case .exactRound: "round"
    case .exactFloor: "floor"
    case .exactCeil: "ceil"
    case .optionalOf: "optional.of"
    case .optionalOfNonZeroValue: "optional.ofNonZeroValue"
    case .optionalNone: "optional.none"
    case .optionalUnwrap: "optional.unwrap"
    case .base64Encode: "base64.encode"
    case .base64Decode: "base64.decode"
    default: "\(self)"
    }
  }
}
