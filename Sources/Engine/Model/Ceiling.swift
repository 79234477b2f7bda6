import CEL

/// The largest amount that somebody may agree to alone, in the company's currency.
///
/// A person without a stated ceiling (nil in `Person.ceiling`) has no authority by amount: where a step asks for one,
/// they cover nothing. Exactly at the ceiling is covered.
public enum Ceiling: Sendable, Hashable, Comparable {
  case amount(Decimal)
  case unlimited

  public func covers(_ amount: Decimal) -> Bool {
    switch self {
    case .amount(let highest): amount <= highest
    case .unlimited: true
    }
  }
}

/// In the log: the amount, or `unlimited`.
extension Ceiling: Codable {
  private static let unlimitedText = "unlimited"

  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if (try? value.decode(String.self)) == Self.unlimitedText {
      self = .unlimited
    } else {
      self = .amount(try value.decode(Decimal.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .amount(let highest): try value.encode(highest)
    case .unlimited: try value.encode(Self.unlimitedText)
    }
  }
}
