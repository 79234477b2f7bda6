import Diagnostics

/// `"%s: %.2f".format([name, share])` of the strings extension.
struct TextFormat {
  /// More digits than any number here has.
  static let maximumPrecision = 1_000

  private var output: [UInt8] = []

  /// Clauses: `%s %d %f %e %b %o %x %X %%`, with a precision for `%f` and `%e`.
  static func format(
    _ template: String, _ values: [Value], _ meter: inout Meter
  ) throws(EvaluationError) -> String {
    try meter.admit(bytes: template.utf8.count)
    var format = TextFormat()
    var used = 0
    var rest = Substring(template).utf8
    while let percent = rest.firstIndex(of: UInt8(ascii: "%")) {
      format.output += rest[..<percent]
      rest = rest[percent...].dropFirst()
      if rest.first == UInt8(ascii: "%") {
        format.output.append(rest.removeFirst())
        continue
      }
      let precision = try readPrecision(&rest)
      guard let clause = Substring(rest).unicodeScalars.first else {
        throw .invalid("the format ends within a clause", zh: "格式在子句中结束")
      }
      guard "sdfebxXo".unicodeScalars.contains(clause) else {
        throw .invalid("unknown format clause `\(clause)`", zh: "未知的格式子句 `\(clause)`")
      }
      rest.removeFirst()
      guard used < values.count else {
        throw .invalid("index \(used) out of range", zh: "索引 \(used) 超出范围")
      }
      try format.append(values[used], clause, precision, &meter)
      used += 1
    }
    format.output += rest
    return String(decoding: format.output, as: UTF8.self)
  }

  /// Writes a text, charged by its size, unless the whole becomes too large.
  private mutating func write(_ text: String, _ meter: inout Meter) throws(EvaluationError) {
    try admit(bytes: text.utf8.count, &meter)
    output += text.utf8
  }

  private func admit(bytes: Int, _ meter: inout Meter) throws(EvaluationError) {
    try meter.charge(bytes: bytes)
    if (output.count + bytes) / Meter.bytesPerUnit > meter.valueSize { throw Meter.tooLarge }
  }

  /// `.3` before a clause; 6 when there is none.
  private static func readPrecision(
    _ rest: inout Substring.UTF8View
  ) throws(EvaluationError) -> Int {
    guard rest.first == UInt8(ascii: ".") else { return 6 }
    rest.removeFirst()
    var precision = 0
    var digits = 0
    while let byte = rest.first, case let digit = byte &- UInt8(ascii: "0"), digit < 10 {
      precision = precision * 10 + Int(digit)
      digits += 1
      guard precision <= maximumPrecision else { break }
      rest.removeFirst()
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
    case ("s", _), ("d", .int), ("d", .uint), ("d", .double), ("d", .decimal):
      try show(value, &meter)
    case ("f", .decimal(let number)):
      let rounded = try Arithmetic.exact { () throws(ArithmeticError) in
        try number.rounded(toScale: min(precision, Decimal.maximumScale), .halfEven)
      }
      try write(rounded.description, &meter)
    case ("f", .int), ("f", .uint), ("f", .double), ("e", .int), ("e", .uint), ("e", .double):
      // All digits of the exact value are worked out first, up to 767 of them.
      try meter.charge(precision / 8 + 200)
      let number = Self.double(value)
      try write(
        clause == "f"
          ? DoubleText.fixed(number, fraction: precision)
          : DoubleText.scientific(number, fraction: precision), &meter)
    case ("b", .bool(let value)): try write(value ? "1" : "0", &meter)
    case ("b", .int(let number)): try write(String(number, radix: 2), &meter)
    case ("b", .uint(let number)): try write(String(number, radix: 2), &meter)
    case ("o", .int(let number)): try write(String(number, radix: 8), &meter)
    case ("o", .uint(let number)): try write(String(number, radix: 8), &meter)
    case ("x", .int(let number)), ("X", .int(let number)):
      try write(String(number, radix: 16, uppercase: clause == "X"), &meter)
    case ("x", .uint(let number)), ("X", .uint(let number)):
      try write(String(number, radix: 16, uppercase: clause == "X"), &meter)
    case ("x", .string(let text)), ("X", .string(let text)):
      try writeHex(text.utf8, uppercase: clause == "X", &meter)
    case ("x", .bytes(let bytes)), ("X", .bytes(let bytes)):
      try writeHex(bytes, uppercase: clause == "X", &meter)
    default:
      throw .invalid(
        "the clause `%\(clause)` cannot show \(value.typeName)",
        zh: "子句 `%\(clause)` 不能显示 \(value.typeName)")
    }
  }

  private static func double(_ value: Value) -> Double {
    switch value {
    case .int(let number): Double(number)
    case .uint(let number): Double(number)
    case .double(let number): number
    default: .nan
    }
  }

  private mutating func writeHex(
    _ bytes: some Collection<UInt8>, uppercase: Bool, _ meter: inout Meter
  ) throws(EvaluationError) {
    try admit(bytes: bytes.count * 2, &meter)
    let digits = Array((uppercase ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
    for byte in bytes {
      output.append(digits[Int(byte >> 4)])
      output.append(digits[Int(byte & 15)])
    }
  }

  /// Writes a value as `%s` shows it: texts bare, lists and maps with their elements, maps ordered by key.
  private mutating func show(_ value: Value, _ meter: inout Meter) throws(EvaluationError) {
    switch value {
    case .null: try write("null", &meter)
    case .bool(let value): try write(value ? "true" : "false", &meter)
    case .int(let number): try write(String(number), &meter)
    case .uint(let number): try write(String(number), &meter)
    case .double(let number): try write(DoubleText.plain(number), &meter)
    case .string(let text): try write(text, &meter)
    case .bytes(let bytes):
      try admit(bytes: bytes.count, &meter)
      output += String(decoding: bytes, as: UTF8.self).utf8
    case .timestamp(let time): try write(time.description, &meter)
    case .duration(let span): try write(span.description, &meter)
    case .type(let name): try write(name, &meter)
    case .decimal(let number): try write(number.description, &meter)
    case .ratio(let number): try write(number.description, &meter)
    case .date(let date): try write(date.description, &meter)
    case .list(let elements):
      try write("[", &meter)
      for (index, element) in elements.enumerated() {
        if index > 0 { try write(", ", &meter) }
        try show(element, &meter)
      }
      try write("]", &meter)
    case .map(let map):
      try meter.charge(map.count * 4)
      var entries: [(key: String, value: Value)] = []
      for entry in map.entries {
        var key = TextFormat()
        try key.show(entry.key, &meter)
        entries.append((String(decoding: key.output, as: UTF8.self), entry.value))
      }
      entries.sort { Text.order($0.key, $1.key) < 0 }
      try write("{", &meter)
      for (index, entry) in entries.enumerated() {
        try write((index > 0 ? ", " : "") + entry.key + ": ", &meter)
        try show(entry.value, &meter)
      }
      try write("}", &meter)
    case .optional, .record:
      throw .invalid(
        "a \(value.typeName) cannot be shown as text", zh: "\(value.typeName) 不能显示为文本")
    }
  }
}
