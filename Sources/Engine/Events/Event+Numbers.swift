extension Event {
  /// The numbers that the event gives. What becomes a record afterwards has been given its number before.
  package var numbersGiven: [SerialNumber] {
    let values: [FieldName: FieldValue]
    switch self {
    case .request(.submitted(_, _, let content, _, _, _, _)): values = content
    case .project(.performed(_, let content, _, _)): values = content
    case .project(.filled(_, let filled, _)): values = filled
    case .project, .request, .workspace: return []
    }
    return values.values.compactMap(\.serial).sorted {
      ($0.series, $0.number) < ($1.series, $1.number)
    }
  }
}
