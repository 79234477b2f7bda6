import CEL

/// Numbers and times are written as the text that people write, which is exact.
extension Decimal: Codable {
  public init(from decoder: any Decoder) throws { self = try decoder.decodeText(Decimal.init(_:)) }
  public func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}

extension CivilDate: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.decodeText(CivilDate.init(_:))
  }
  public func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}

extension Timestamp: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.decodeText(Timestamp.init(_:))
  }
  public func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}

extension Decoder {
  fileprivate func decodeText<T>(_ parse: (String) -> T?) throws -> T {
    let container = try singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = parse(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "`\(text)` is not a \(T.self)")
    }
    return value
  }
}

extension Encoder {
  fileprivate func encodeText(_ text: String) throws {
    var container = singleValueContainer()
    try container.encode(text)
  }
}
