import CEL

extension FieldValue: Codable {
  /// One member that names the kind: `{"decimal":"126000.00"}`. Readable without the policy.
  private enum CodingKeys: String, CodingKey {
    case text, choice, decimal, integer, boolean, date, person, file, milestones, milestone, list
    case sealed
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard let key = container.allKeys.first, container.allKeys.count == 1 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "expected one kind of value"))
    }
    switch key {
    case .text: self = .text(try container.decode(String.self, forKey: key))
    case .choice: self = .choice(try container.decode(String.self, forKey: key))
    case .decimal: self = .decimal(try container.decode(Decimal.self, forKey: key))
    case .integer: self = .integer(try container.decode(Int64.self, forKey: key))
    case .boolean: self = .boolean(try container.decode(Bool.self, forKey: key))
    case .date: self = .date(try container.decode(CivilDate.self, forKey: key))
    case .person: self = .person(try container.decode(PersonID.self, forKey: key))
    case .file: self = .file(try container.decode(Attachment.self, forKey: key))
    case .milestones:
      self = .milestones(try container.decode([PlannedMilestone].self, forKey: key))
    case .milestone: self = .milestone(try container.decode(MilestoneName.self, forKey: key))
    case .sealed: self = .sealed(try container.decode(Sealed.self, forKey: key))
    case .list: self = .list(try container.decode([[FieldName: FieldValue]].self, forKey: key))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .text(let value): try container.encode(value, forKey: .text)
    case .choice(let value): try container.encode(value, forKey: .choice)
    case .decimal(let value): try container.encode(value, forKey: .decimal)
    case .integer(let value): try container.encode(value, forKey: .integer)
    case .boolean(let value): try container.encode(value, forKey: .boolean)
    case .date(let value): try container.encode(value, forKey: .date)
    case .person(let value): try container.encode(value, forKey: .person)
    case .file(let value): try container.encode(value, forKey: .file)
    case .milestones(let value): try container.encode(value, forKey: .milestones)
    case .milestone(let value): try container.encode(value, forKey: .milestone)
    case .sealed(let value): try container.encode(value, forKey: .sealed)
    case .list(let value): try container.encode(value, forKey: .list)
    }
  }
}
