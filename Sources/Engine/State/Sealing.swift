// Where field values stand in what histories make: opened for a decision, closed in everything that leaves it.

extension Project {
  /// With every value of forms, plans and requests changed.
  package func mapValues(_ change: (FieldValue) -> FieldValue) -> Project {
    var copy = self
    copy.forms = forms.mapValues { record in
      var record = record
      record.values = record.values.mapValues(change)
      return record
    }
    copy.baseline = baseline.mapValues(change)
    copy.original = original.mapValues(change)
    copy.requests = requests.mapValues { $0.mapValues(change) }
    return copy
  }

  /// Whether anything in it is confidential.
  package var isSealed: Bool {
    forms.values.contains { $0.values.values.contains(where: \.isSealed) }
      || baseline.values.contains(where: \.isSealed)
      || original.values.contains(where: \.isSealed) || requests.values.contains(where: \.isSealed)
  }

  /// What is confidential in it.
  package var seals: [Sealed] {
    let values = forms.values.flatMap { $0.values.values } + baseline.values + original.values
    return values.compactMap(\.seal) + requests.values.flatMap(\.seals)
  }
}

extension Request {
  package func mapValues(_ change: (FieldValue) -> FieldValue) -> Request {
    var copy = self
    copy.content = content.mapValues(change)
    copy.earlier = earlier.map { $0.mapValues(change) }
    return copy
  }

  package var isSealed: Bool {
    content.values.contains(where: \.isSealed)
      || earlier.contains { $0.content.values.contains(where: \.isSealed) }
  }

  package var seals: [Sealed] {
    (Array(content.values) + earlier.flatMap { $0.content.values }).compactMap(\.seal)
  }
}

extension EarlierApproval {
  fileprivate func mapValues(_ change: (FieldValue) -> FieldValue) -> EarlierApproval {
    var copy = EarlierApproval(
      step: step, slot: slot, authorities: authorities, signature: signature,
      content: content.mapValues(change))
    copy.isReopened = isReopened
    return copy
  }
}

extension FieldValue {
  /// Without what it stands for, if it is confidential.
  package var closed: FieldValue {
    guard case .sealed(let sealed) = self, sealed.opening != nil else { return self }
    return .sealed(sealed.closed)
  }

  /// Open, if it is confidential and what it was sealed from is there.
  package func opened(with vault: Vault) -> FieldValue {
    guard case .sealed(let sealed) = self, sealed.opening == nil,
      let content = vault[sealed.digest]
    else { return self }
    return .sealed(sealed.opened(with: content))
  }
}

extension Project {
  package var closed: Project { isSealed ? mapValues(\.closed) : self }

  package func opened(with vault: Vault) -> Project {
    vault.isEmpty ? self : mapValues { $0.opened(with: vault) }
  }
}

extension Request {
  package var closed: Request { isSealed ? mapValues(\.closed) : self }

  package func opened(with vault: Vault) -> Request {
    vault.isEmpty ? self : mapValues { $0.opened(with: vault) }
  }
}
