import CEL
import Diagnostics
import Engine

extension Ceiling {
  /// Why a text is no ceiling.
  package enum Mistake: Error, Sendable {
    case otherCurrency(found: String, expected: String)
    case notACeiling
  }

  /// What a ceiling looks like, for whoever wrote something else. `currency` nil: it is not known.
  package static func form(_ currency: String?) -> Bilingual {
    Bilingual(
      "a ceiling such as `200000 \(currency ?? "CNY")`, or `unlimited`",
      zh: "权限上限，如 `200000 \(currency ?? "CNY")`，或 `unlimited`（不限）")
  }

  /// Reads `200000 CNY` or `unlimited`. `currency` nil: any, because none is in force yet.
  package init(text: String, currency: String?) throws(Mistake) {
    if text == "unlimited" {
      self = .unlimited
      return
    }
    let words = text.split(separator: " ")
    guard words.count == 2, let amount = Decimal(String(words[0])), amount.sign >= 0,
      amount <= FieldType.maximumMoney, words[1].utf8.count == 3,
      words[1].utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
    else { throw .notACeiling }
    if let currency, words[1] != currency {
      throw .otherCurrency(found: String(words[1]), expected: currency)
    }
    self = .amount(amount)
  }
}

extension Ceiling.Mistake {
  /// nil: the text is nothing of the kind.
  package func message(_ text: String) -> Bilingual? {
    switch self {
    case .notACeiling: nil
    case .otherCurrency(_, let expected):
      Bilingual(
        "`\(text)` is not in the company's currency `\(expected)`",
        zh: "`\(text)` 不是公司币种 `\(expected)`")
    }
  }
}
