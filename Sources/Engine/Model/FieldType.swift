import CEL
import Diagnostics

public typealias FormName = Name<Form>
public typealias FieldName = Name<Field>

/// What a field of a form holds.
public enum FieldType: Sendable, Hashable {
  /// Free text, at most `maximumTextLength` characters.
  case text
  /// One of a closed list, in the order of the document.
  case choice([Choice])
  /// An amount in the workflow's currency, with `scale` decimals.
  case money(scale: Int)
  /// An exact decimal; `5%` is 0.05. At most 8 decimals.
  case percent
  /// An exact decimal with at most `scale` decimals.
  case number(scale: Int)
  case integer
  case boolean
  case date
  /// Somebody in the directory.
  case person
  /// An attachment, bound by its content's digest.
  case file
  /// Control points: kind, date and, for a task book, the share of the budget.
  case milestones
  /// One of the workflow's milestone kinds.
  case milestone
  /// A table within the form.
  case list(ListType)

  /// Longer texts belong in an attachment.
  public static let maximumTextLength = 10_000
  /// Above this an amount is a typing error, whatever the currency.
  public static let maximumMoney = Decimal(1_000_000_000_000_000)
  /// Decimals of money and numbers. With ``maximumMoney`` before the point it leaves room in 34 digits for sums.
  public static let maximumScale = 16
  /// Decimals of a share: a millionth of a percent.
  public static let percentScale = 8

  /// Whether its values have a more and a less.
  public var isOrdered: Bool {
    switch self {
    case .money, .percent, .number, .integer, .date: true
    case .text, .choice, .boolean, .person, .file, .milestones, .milestone, .list: false
    }
  }

  public struct Choice: Sendable, Hashable {
    public let name: String
    public let title: Bilingual

    public init(name: String, title: Bilingual) {
      self.name = name
      self.title = title
    }
  }
}

/// A field of a form: what it is called, holds and must satisfy.
public struct Field: Sendable, Hashable {
  public let name: FieldName
  public let title: Bilingual
  public let type: FieldType
  /// Whether the form is incomplete without it.
  public let isRequired: Bool
  /// Inclusive bounds of numbers and dates; nil: unbounded on that side. Money without `min:` starts at zero.
  public let minimum: FieldValue?
  public let maximum: FieldValue?
  /// What the field is when the request leaves it out: a value of the baseline, the request is then complete without it.
  public let defaultValue: DefaultValue?
  /// Whether it may change while a request that reads its form is open.
  public let isExemptFromLock: Bool
  /// How it comes to its value when the form is filed; nil: somebody gives it.
  public let formula: Formula?
  /// Of a file, in bytes; has no meaning for other types.
  public let maximumSize: Int
  /// Whether what is written here is found by `lessons search`.
  public let isSearchable: Bool
  /// Who may read what it holds: whoever holds one of these roles; empty: everybody.
  public package(set) var readers: [RoleName]

  public enum DefaultValue: Sendable, Hashable {
    case baseline(FieldName)
    case value(FieldValue)
  }

  public init(
    name: FieldName, title: Bilingual, type: FieldType, isRequired: Bool = false,
    minimum: FieldValue? = nil, maximum: FieldValue? = nil, defaultValue: DefaultValue? = nil,
    isExemptFromLock: Bool = false, isSearchable: Bool = false, formula: Formula? = nil,
    maximumSize: Int = Attachment.usualLimit, readers: [RoleName] = []
  ) {
    self.name = name
    self.title = title
    self.type = type
    self.isRequired = isRequired
    self.minimum = minimum
    self.maximum = maximum
    self.defaultValue = defaultValue
    self.isExemptFromLock = isExemptFromLock
    self.formula = formula
    self.maximumSize = maximumSize
    self.isSearchable = isSearchable
    self.readers = readers
  }
}

/// A form: the fields of one sheet of paper, in order.
public struct Form: Sendable {
  public let name: FormName
  public let title: Bilingual
  public let fields: [Field]
  /// Who may fill it in with `fill`; empty: whoever holds a role on the project. A form that travels
  /// with an action is filled by submitting that action instead.
  public let filledBy: [RoleName]

  public init(name: FormName, title: Bilingual, fields: [Field], filledBy: [RoleName] = []) {
    self.name = name
    self.title = title
    self.fields = fields
    self.filledBy = filledBy
  }

  public subscript(name: FieldName) -> Field? { fields.first { $0.name == name } }
}
