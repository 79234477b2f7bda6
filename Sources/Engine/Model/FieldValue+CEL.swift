import CEL

extension FieldValue {
  /// The value as expressions see it, for the kinds that need nothing else to be known.
  var celValue: Value {
    switch self {
    case .text(let text), .choice(let text): .string(text)
    case .decimal(let number): .decimal(number)
    case .integer(let number): .int(number)
    case .boolean(let flag): .bool(flag)
    case .date(let date): .date(date)
    case .person(let person): .string(person.text)
    case .file(let attachment): .string(attachment.digest.description)
    case .milestone(let milestone): .string(milestone.text)
    case .milestones(let plan): .list(plan.map { .string($0.kind.text) })
    case .sealed(let sealed): sealed.opening?.value.celValue ?? .null
    case .list: .string(text)
    }
  }

  /// A table's output as it is kept. nil: of a kind that no output has.
  init?(_ output: Value) {
    switch output {
    case .string(let text): self = .text(text)
    case .decimal(let number): self = .decimal(number)
    case .int(let number): self = .integer(number)
    case .bool(let flag): self = .boolean(flag)
    case .date(let date): self = .date(date)
    default: return nil
    }
  }
}

extension CELTypes {
  /// The value as expressions see it: a person with the rank that the directory gives, control points as records.
  func value(_ field: FieldValue, _ people: Directory) -> Value {
    switch field {
    case .person(let person): value(person, people)
    case .milestones(let plan): .list(plan.map(value))
    default: field.celValue
    }
  }

  /// A list as expressions see it: a record for each row, in which a cell without a value is not set.
  func value(_ rows: [[FieldName: FieldValue]], of list: ListType, _ people: Directory) -> Value {
    let record = record(of: list)
    return .list(
      rows.map { row in
        .record(
          RecordValue(record, list.columns.map { row[$0.name].map { value($0, people) } }))
      })
  }

  func value(_ person: PersonID, _ people: Directory) -> Value {
    let rank = people[person].map { Value.int(Int64($0.rank)) }
    return .record(RecordValue(Self.personRecord, [.string(person.text), rank]))
  }
}
