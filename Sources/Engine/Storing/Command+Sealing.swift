extension Order {
  /// The places of its JSON form where confidential fields were typed, with the fields.
  func confidential(_ facts: Facts) -> [(path: [String], field: Field)] {
    func typed(
      _ form: Form?, _ names: some Sequence<FieldName>, _ path: String...
    ) -> [(path: [String], field: Field)] {
      names.sorted().compactMap { name in
        guard let field = form?[name], !field.readers.isEmpty else { return nil }
        return (path + [name.text], field)
      }
    }
    let workflow = facts.current?.workflow
    switch self {
    case .open(_, _, let forms, _):
      return forms.sorted { $0.key < $1.key }.flatMap { form, values in
        typed(workflow?[form: form], values.keys, "open", "forms", form.text)
      }
    case .fill(let form, let values):
      return typed(workflow?[form: form], values.keys, "fill", "values")
    case .submit(let action, let values, let attachments, _):
      let form = workflow?[action: action]?.form.flatMap { workflow?[form: $0] }
      return typed(form, values.keys, "submit", "values")
        + typed(form, attachments.keys, "submit", "attachments")
    case .resubmit(_, let values, let attachments, _):
      // Whatever action the request is of: a name that is confidential in any of its forms is.
      let forms = facts.pinned?.workflow.forms ?? []
      func form(_ name: FieldName) -> Form? {
        forms.first { $0[name]?.readers.isEmpty == false }
      }
      return values.keys.sorted().flatMap { typed(form($0), [$0], "resubmit", "values") }
        + attachments.keys.sorted().flatMap { typed(form($0), [$0], "resubmit", "attachments") }
    default: return []
    }
  }
}

extension Command {
  /// What was ordered, as the log may say it: confidential fields sealed; with what they were sealed from.
  ///
  /// `statement` is the order's canonical JSON in full.
  func sealed(_ statement: [UInt8], _ facts: Facts) throws(JSONError) -> (
    [UInt8], [SealedContent]
  ) {
    let confidential = order.confidential(facts)
    if confidential.isEmpty { return (statement, []) }
    var (json, contents) = (try JSON(parsing: statement), [SealedContent]())
    for (path, field) in confidential {
      json.replace(at: ["order"] + path) { typed in
        let content = SealedContent(typed, of: field.name, salt: salt, facts.sha256)
        contents.append(content)
        return FieldValue.sealed(Sealed(digest: content.digest, readers: field.readers)).json
      }
    }
    return (json.canonical, contents)
  }
}

extension Decision {
  /// What its events sealed, for the store.
  func contents(salt: [UInt8], _ sha256: DigestFunction) -> [SealedContent] {
    events.flatMap(\.fields).compactMap { field, value in
      guard let opening = value.seal?.opening, opening.salt == salt else { return nil }
      return SealedContent(opening.value.json, of: field, salt: salt, sha256)
    }
  }
}

extension JSON {
  /// Replaces what stands at a path, if anything does.
  fileprivate mutating func replace(at path: [String], by change: (JSON) -> JSON) {
    guard let key = path.first else {
      self = change(self)
      return
    }
    guard case .object(var members) = self, var member = members[key] else { return }
    member.replace(at: Array(path.dropFirst()), by: change)
    members[key] = member
    self = .object(members)
  }
}
