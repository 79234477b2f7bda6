import Diagnostics

/// `"%s: %.2f".format([name, share])` of the strings extension.
struct TextFormat {
  /// More digits than any number here has.
  static let maximumPrecision = 1_000

  private var output = ""

  /// Clauses: `%s %d %f %e %b %o %x %X %%`, with a precision for `%f` and `%e`.
  static func format(
    _ template: String, _ values: [Value], _ meter: inout Meter
  ) throws(EvaluationError) -> String {
    var format = TextFormat()
    var used = 0
    var scalars = template.unicodeScalars[...]
    while let percent = scalars.firstIndex(of: "%") {
      format.output.unicodeScalars.append(contentsOf: scalars[..<percent])
      scalars = scalars[percent...].dropFirst()
      if scalars.first == "%" {
        format.output += "%"
        scalars.removeFirst()
        continue
      }
      let precision = try readPrecision(&scalars)
      guard let clause = scalars.popFirst() else {
        throw .invalid("the format ends within a clause", zh: "格式在子句中结束")
      }
      guard "sdfebxXo".unicodeScalars.contains(clause) else {
        throw .invalid("unknown format clause `\(clause)`", zh: "未知的格式子句 `\(clause)`")
      }
      guard used < values.count else {
        throw .invalid("index \(used) out of range", zh: "索引 \(used) 超出范围")
      }
      try format.append(values[used], clause, precision, &meter)
      used += 1
      try meter.admit(bytes: format.output.utf8.count / 16)
    }
    format.output.unicodeScalars.append(contentsOf: scalars)
    try meter.admit(bytes: format.output.utf8.count)
    return format.output
  }

  private static func readPrecision(
    _ scalars: inout Substring.UnicodeScalarView
  ) throws(EvaluationError) -> Int {
    guard scalars.first == "." else { return 6 }
    scalars.removeFirst()
    var precision = 0
    var digits = 0
    while let digit = scalars.first, "0"..."9" ~= digit {
      precision = precision * 10 + Int(digit.value - 48)
      digits += 1
      guard precision <= maximumPrecision else { break }
      scalars.removeFirst()
    }
    guard digits > 0, precision <= maximumPrecision else {
      throw .invalid("the precision is out of range", zh: "精度超出范围")
    }
    return precision
  }

  private mutating func append(
    _ value: Value, _ clause: Unicode.Scalar, _ precision: Int, _ meter: inout Meter
  ) throws(EvaluationError) {
    switch (clause, value) {
    case ("s", _): output += try TextFormat.text(value, &meter)
    case ("d", .int), ("d", .uint), ("d", .double), ("d", .decimal):
      output += try TextFormat.text(value, &meter)
    case ("f", .int(let number)): output += DoubleText.fixed(Double(number), fraction: precision)
    case ("f", .uint(let number)): output += DoubleText.fixed(Double(number), fraction: precision)
    case ("f", .double(let number)): output += DoubleText.fixed(number, fraction: precision)
    case ("f", .decimal(let number)):
      let rounded = try Arithmetic.exact { () throws(ArithmeticError) in
        try number.rounded(toScale: precision, .halfEven)
      }
      output += rounded.description
    case ("e", .int(let number)):
      output += DoubleText.scientific(Double(number), fraction: precision)
    case ("e", .uint(let number)):
      output += DoubleText.scientific(Double(number), fraction: precision)
    case ("e", .double(let number)): output += DoubleText.scientific(number, fraction: precision)
    case ("b", .bool(let value)): output += value ? "1" : "0"
    case ("b", .int(let number)): output += String(number, radix: 2)
    case ("b", .uint(let number)): output += String(number, radix: 2)
    case ("o", .int(let number)): output += String(number, radix: 8)
    case ("o", .uint(let number)): output += String(number, radix: 8)
    case ("x", .int(let number)): output += String(number, radix: 16)
    case ("x", .uint(let number)): output += String(number, radix: 16)
    case ("X", .int(let number)): output += String(number, radix: 16, uppercase: true)
    case ("X", .uint(let number)): output += String(number, radix: 16, uppercase: true)
    case ("x", .string(let text)): try appendHex(Array(text.utf8), uppercase: false, &meter)
    case ("X", .string(let text)): try appendHex(Array(text.utf8), uppercase: true, &meter)
    case ("x", .bytes(let bytes)): try appendHex(bytes, uppercase: false, &meter)
    case ("X", .bytes(let bytes)): try appendHex(bytes, uppercase: true, &meter)
    default:
      throw .invalid(
        "the clause `%\(clause)` cannot show a \(value.typeName)",
        zh: "子句 `%\(clause)` 不能显示 \(value.typeName)")
    }
  }

  private mutating func appendHex(
    _ bytes: [UInt8], uppercase: Bool, _ meter: inout Meter
  ) throws(EvaluationError) {
    try meter.admit(bytes: bytes.count * 2)
    for byte in bytes {
      let digits = String(byte, radix: 16, uppercase: uppercase)
      output += digits.utf8.count == 1 ? "0" + digits : digits
    }
  }

  /// A value as `%s` shows it: texts bare, lists and maps with their elements, maps ordered by key.
  private static func text(_ value: Value, _ meter: inout Meter) throws(EvaluationError) -> String {
    switch value {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .int(let number): return String(number)
    case .uint(let number): return String(number)
    case .double(let number): return DoubleText.plain(number)
    case .string(let text):
      try meter.admit(bytes: text.utf8.count)
      return text
    case .bytes(let bytes):
      try meter.admit(bytes: bytes.count)
      return String(decoding: bytes, as: UTF8.self)
    case .timestamp(let time): return time.description
    case .duration(let span): return span.description
    case .type(let name): return name
    case .decimal(let number): return number.description
    case .ratio(let number): return number.description
    case .date(let date): return date.description
    case .list(let elements):
      try meter.admit(elements: elements.count)
      var texts: [String] = []
      for element in elements { texts.append(try text(element, &meter)) }
      return "[" + texts.joined(separator: ", ") + "]"
    case .map(let map):
      try meter.admit(elements: map.count)
      var texts: [(key: String, value: String)] = []
      for entry in map.entries {
        texts.append((try text(entry.key, &meter), try text(entry.value, &meter)))
      }
      texts.sort { Text.order($0.key, $1.key) < 0 }
      return "{" + texts.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
    case .optional, .record:
      throw .invalid(
        "a \(value.typeName) cannot be shown as text", zh: "\(value.typeName) 不能显示为文本")
    }
  }
}
