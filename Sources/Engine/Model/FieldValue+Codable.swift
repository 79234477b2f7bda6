import CEL

extension FieldValue: Codable {
  /// One member that names the kind: `{"decimal":"126000.00"}`. Readable without the policy.
  private enum CodingKeys: String, CodingKey {
    case text, choice, decimal, integer, boolean, date, person, file, milestones, milestone, list
    case sealed, serial
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.members()
    guard members.count == 1, let kind = CodingKeys(rawValue: members[0].name) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "expected one kind of value"))
    }
    let value = members[0].value
    switch kind {
    case .text: self = .text(try String(from: value))
    case .choice: self = .choice(try String(from: value))
    case .decimal: self = .decimal(try Decimal(from: value))
    case .integer: self = .integer(try Int64(from: value))
    case .boolean: self = .boolean(try Bool(from: value))
    case .date: self = .date(try CivilDate(from: value))
    case .person: self = .person(try PersonID(from: value))
    case .file: self = .file(try Attachment(from: value))
    case .milestones: self = .milestones(try [PlannedMilestone](from: value))
    case .milestone: self = .milestone(try MilestoneName(from: value))
    case .serial: self = .serial(try SerialNumber(from: value))
    case .sealed: self = .sealed(try Sealed(from: value))
    case .list: self = .list(try [[FieldName: FieldValue]](from: value))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    let object = ObjectWriter<CodingKeys>(encoder)
    switch self {
    case .text(let value): try object.write(value, .text)
    case .choice(let value): try object.write(value, .choice)
    case .decimal(let value): try object.write(value, .decimal)
    case .integer(let value): try object.write(value, .integer)
    case .boolean(let value): try object.write(value, .boolean)
    case .date(let value): try object.write(value, .date)
    case .person(let value): try object.write(value, .person)
    case .file(let value): try object.write(value, .file)
    case .milestones(let value): try object.write(value, .milestones)
    case .milestone(let value): try object.write(value, .milestone)
    case .serial(let value): try object.write(value, .serial)
    case .sealed(let value): try object.write(value, .sealed)
    case .list(let value): try object.write(value, .list)
    }
  }
}
