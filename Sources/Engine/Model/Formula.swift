import CEL
import Diagnostics

/// How a computed field comes to its value, as its document says it. Policies compile it, since it may read their tables.
public struct Formula: Sendable, Hashable {
  public let text: String
  public let place: Place

  public init(text: String, place: Place) {
    self.text = text
    self.place = place
  }
}

/// A computed field with its expression, compiled in the scope in which its form is filled in.
public struct ComputedField: Sendable {
  public let field: FieldName
  public let expression: Expression

  public init(field: FieldName, expression: Expression) {
    self.field = field
    self.expression = expression
  }
}

extension FieldType {
  /// Whether results of a type can be values of the field. What an int or a choice comes to shows when it is computed.
  public func accepts(_ result: ValueType) -> Bool {
    switch (self, result) {
    case (.text, .string), (.text, .choice), (.milestone, .choice), (.milestone, .string): true
    case (.choice, .string): true
    case (.choice(let choices), .choice(let type)):
      type.cases.allSatisfy { name in choices.contains { $0.name == name } }
    case (.money, .decimal), (.money, .int), (.percent, .decimal), (.percent, .int),
      (.number, .decimal), (.number, .int), (.integer, .int):
      true
    case (.boolean, .bool), (.date, .date), (.person, .string): true
    case (.person, let type): type == CELTypes.person
    default: false
    }
  }
}

extension Field {
  /// The result of the field's formula as its value. Never rounded: what the field cannot hold exactly is refused.
  func value(_ result: Value, in workflow: Workflow) -> Result<FieldValue, InvalidValue> {
    switch (type, result) {
    case (_, .ratio(let ratio)):
      .failure(
        InvalidValue(
          Bilingual("`\(ratio)` has no exact decimals", zh: "`\(ratio)` 不能用小数精确表示"),
          help: Bilingual("round it in the formula: `round(…, 2)`", zh: "请在公式中取整：`round(…, 2)`")))
    case (.percent, .decimal(let share)):
      share.normalized.scale <= FieldType.percentScale
        ? within(.decimal(share.normalized))
        : .failure(
          InvalidValue(
            Bilingual(
              "`\(share)` has more than \(FieldType.percentScale) decimals",
              zh: "`\(share)` 的小数超过 \(FieldType.percentScale) 位"),
            help: Bilingual("round it in the formula: `round(…, 4)`", zh: "请在公式中取整：`round(…, 4)`")))
    case (.percent, .int(let number)): within(.decimal(Decimal(number)))
    case (_, .decimal(let number)): parse(number.normalized.plainDescription, in: workflow)
    case (_, .record(let record)): parse(record["id"]?.text ?? "", in: workflow)
    default: parse(result.text, in: workflow)
    }
  }
}
