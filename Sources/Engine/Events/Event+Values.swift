// Where field values stand in events. A new event with values is missing nowhere: the switches know every case.

extension Event {
  /// Every value of a field that it carries, with the field.
  package var fields: [(FieldName, FieldValue)] {
    switch self {
    case .project(let event): event.contents.flatMap { $0.map { ($0.key, $0.value) } }
    case .request(let event): (event.content ?? [:]).map { ($0.key, $0.value) }
    case .workspace: []
    }
  }

  package var values: [FieldValue] { fields.map(\.1) }

  /// The files that it names, as far as it is open.
  package var attachments: [Attachment] {
    values.compactMap { if case .file(let file) = $0.plain { file } else { nil } }
  }

  package func mapValues(_ change: (FieldValue) -> FieldValue) -> Event {
    switch self {
    case .project(let event): .project(event.mapValues(change))
    case .request(let event): .request(event.mapValues(change))
    case .workspace: self
    }
  }

  package var closed: Event {
    values.contains(where: \.isSealed) ? mapValues(\.closed) : self
  }

  package func opened(with vault: Vault) -> Event {
    vault.isEmpty ? self : mapValues { $0.opened(with: vault) }
  }
}

extension ProjectEvent {
  fileprivate var contents: [[FieldName: FieldValue]] {
    switch self {
    case .opened(_, _, _, _, _, _, let parent): [parent?.values ?? [:]]
    case .filled(_, let values, _), .performed(_, let values, _, _), .recorded(_, let values),
      .rebaselined(let values):
      [values]
    // Outputs of tables are what rules conclude, and nobody's secret.
    case .froze, .moved, .ended, .appointed, .spent, .planned, .reached, .dutyArose,
      .dutyFulfilled, .dutyOverdue, .conditioned, .conditionReported, .conditionSettled,
      .conditionExtended, .conditionOverdue, .reviewDue, .reviewed, .reviewOverdue, .nominated,
      .drafted:
      []
    }
  }

  fileprivate func mapValues(_ change: (FieldValue) -> FieldValue) -> ProjectEvent {
    switch self {
    case .filled(let form, let values, let cleared):
      .filled(form: form, values: values.mapValues(change), cleared: cleared)
    case .performed(let action, let content, let reason, let rulebook):
      .performed(
        action: action, content: content.mapValues(change), reason: reason, rulebook: rulebook)
    case .recorded(let form, let values): .recorded(form: form, values: values.mapValues(change))
    case .rebaselined(let plan): .rebaselined(plan: plan.mapValues(change))
    case .opened, .froze, .moved, .ended, .appointed, .spent, .planned, .reached, .dutyArose,
      .dutyFulfilled, .dutyOverdue, .conditioned,
      .conditionReported, .conditionSettled, .conditionExtended, .conditionOverdue, .reviewDue,
      .reviewed, .reviewOverdue, .nominated, .drafted:
      self
    }
  }
}

extension RequestEvent {
  /// What is asked for; nil: it does not say that.
  fileprivate var content: [FieldName: FieldValue]? {
    switch self {
    case .submitted(_, _, let content, _, _, _, _), .resubmitted(_, let content, _, _, _): content
    case .asked, .signed, .opposed, .concluded, .rejected, .outvoted, .returned, .withdrawn,
      .takenBack, .transferred, .claimed, .released, .signerAdded, .signerRemoved, .questioned,
      .answered, .reminded, .seen, .copied, .overrideRequested, .overridden, .late, .expired,
      .migrated, .approved, .lapsed:
      nil
    }
  }

  fileprivate func mapValues(_ change: (FieldValue) -> FieldValue) -> RequestEvent {
    switch self {
    case .submitted(
      let request, let subject, let content, let reason, let digest, let rulebook, let route):
      .submitted(
        request: request, subject: subject, content: content.mapValues(change), reason: reason,
        contentDigest: digest, rulebook: rulebook, route: route)
    case .resubmitted(let request, let content, let reason, let digest, let route):
      .resubmitted(
        request: request, content: content.mapValues(change), reason: reason,
        contentDigest: digest, route: route)
    case .asked, .signed, .opposed, .concluded, .rejected, .outvoted, .returned, .withdrawn,
      .takenBack, .transferred, .claimed, .released, .signerAdded, .signerRemoved, .questioned,
      .answered, .reminded, .seen, .copied, .overrideRequested, .overridden, .late, .expired,
      .migrated, .approved, .lapsed:
      self
    }
  }
}

extension Record {
  package func opened(with vault: Vault) -> Record {
    Record(
      sequence: sequence, stream: stream, version: version, envelope: envelope,
      orderText: orderText,
      event: event.opened(with: vault), leaf: leaf)
  }
}
