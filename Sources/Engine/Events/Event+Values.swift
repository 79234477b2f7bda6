extension Event {
  /// Every value of a field that it carries.
  package var values: [FieldValue] {
    switch self {
    case .project(let event): event.values
    case .request(let event): event.values
    case .workspace: []
    }
  }

  /// The files that it names.
  package var attachments: [Attachment] {
    values.compactMap { if case .file(let file) = $0 { file } else { nil } }
  }
}

extension ProjectEvent {
  fileprivate var values: [FieldValue] {
    switch self {
    case .opened(_, _, _, _, _, _, let parent): (parent?.values.values).map(Array.init) ?? []
    case .filled(_, let values, _), .performed(_, let values, _, _), .recorded(_, let values),
      .rebaselined(let values):
      Array(values.values)
    case .froze(_, let outputs): outputs
    case .moved, .ended, .appointed, .spent, .planned, .reached, .conditioned, .conditionReported,
      .conditionSettled, .conditionExtended, .conditionOverdue, .reviewDue, .reviewed,
      .reviewOverdue, .nominated, .drafted:
      []
    }
  }
}

extension RequestEvent {
  fileprivate var values: [FieldValue] {
    switch self {
    case .submitted(_, _, let content, _, _, _, _), .resubmitted(_, let content, _, _, _):
      Array(content.values)
    case .asked, .signed, .opposed, .concluded, .rejected, .outvoted, .returned, .withdrawn,
      .takenBack, .transferred, .claimed, .released, .signerAdded, .signerRemoved, .questioned,
      .answered, .reminded, .seen, .copied, .overrideRequested, .overridden, .late, .expired,
      .migrated, .approved, .lapsed:
      []
    }
  }
}
