import CEL
import Engine

/// What stands in one place of a sheet: exact for programs, readable for people.
public enum Cell: Sendable, Hashable {
  /// Nothing to tell.
  case none
  case text(String)
  /// Something with an identity that programs go by and a title that people read.
  case named(id: String, title: String)
  case count(Int)
  case amount(Decimal)
  /// A share, 0.05 is 5 %.
  case share(Decimal)
  /// Days with one decimal.
  case days(Decimal)
  case date(CivilDate)

  /// As people read it; figures are grouped.
  public var text: String {
    switch self {
    case .none: ""
    case .text(let text): text
    case .named(_, let title): title
    case .count(let number): String(number)
    case .amount(let amount): amount.grouped(scale: 2)
    case .share(let share): share.percentage
    case .days(let days): days.description
    case .date(let date): date.description
    }
  }

  /// As programs read it: figures exact, without grouping, decimals as text so that no reader rounds them.
  var json: JSON {
    switch self {
    case .none: .null
    case .text(let text): .string(text)
    case .named(let id, _): .string(id)
    case .count(let number): .integer(Int64(number))
    case .amount(let number), .share(let number), .days(let number): .string(number.description)
    case .date(let date): .string(date.description)
    }
  }

  /// As spreadsheets read it: titles for names, plain figures.
  var plain: String {
    switch self {
    case .none, .text, .named: text
    case .count, .date: text
    case .amount(let number), .share(let number), .days(let number): number.description
    }
  }

  /// Whether it comes from data, and so may say anything.
  var isText: Bool {
    switch self {
    case .text, .named: true
    case .none, .count, .amount, .share, .days, .date: false
    }
  }
}
