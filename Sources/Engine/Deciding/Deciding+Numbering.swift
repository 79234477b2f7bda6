import CEL
import Diagnostics

/// Numbers are given when something is filed. What is refused takes none, since nothing of it is written.
extension Deciding {
  /// The content with a number in every field that has none yet; a resubmission keeps its own.
  func numbered(_ form: Form, _ content: [FieldName: FieldValue], _ rulebook: Rulebook)
    -> [FieldName: FieldValue]
  {
    var content = content
    for field in form.fields {
      guard let numbering = field.numbering, content[field.name] == nil else { continue }
      let series = numbering.series(year: today(rulebook).year)
      let given = (draft.events.flatMap(\.numbersGiven) + content.values.compactMap(\.serial))
        .filter { $0.series == series }.map(\.number)
      let last = max(facts.lastNumbers[series] ?? 0, given.max() ?? 0)
      content[field.name] = .serial(numbering.number(last + 1, of: series))
    }
    return content
  }
}

extension FieldValue {
  var serial: SerialNumber? { if case .serial(let serial) = self { serial } else { nil } }
}

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

extension Batch {
  /// The numbers that the events give, each with the request that bears it; nil: the project does.
  package var numbersGiven: [(serial: SerialNumber, request: RequestID?)] {
    events.flatMap { event in
      var request: RequestID?
      if case .request(let event) = event { request = event.request }
      return event.numbersGiven.map { ($0, request) }
    }
  }
}

extension Order {
  /// The series that the order may take a number of.
  func series(
    _ current: Rulebook?, _ pinned: Rulebook?, _ request: Request?,
    on day: (WorkingCalendar) -> CivilDate
  )
    -> Set<String>
  {
    let rulebook: Rulebook?
    let forms: [FormName]
    switch self {
    case .submit(let action, _, _, _):
      (rulebook, forms) = (current, [current?.workflow[action: action]?.form].compactMap(\.self))
    case .resubmit:
      guard case .action(let action, _)? = request?.subject else { return [] }
      (rulebook, forms) = (pinned, [pinned?.workflow[action: action]?.form].compactMap(\.self))
    case .fill(let form, _): (rulebook, forms) = (current, [form])
    case .open(_, _, let typed): (rulebook, forms) = (current, Array(typed.keys))
    default: return []
    }
    guard let rulebook else { return [] }
    let numberings = forms.compactMap { rulebook.workflow[form: $0] }.flatMap(\.fields)
      .compactMap(\.numbering)
    guard !numberings.isEmpty else { return [] }
    let year = day(rulebook.policy.calendar).year
    return Set(numberings.map { $0.series(year: year) })
  }
}

extension Project {
  /// The number that a form gave to the project itself; nil: none did.
  public func number(in workflow: Workflow) -> SerialNumber? {
    for form in workflow.forms where !workflow.actions.contains(where: { $0.form == form.name }) {
      for field in form.fields where field.numbering != nil {
        if let serial = forms[form.name]?.values[field.name]?.serial { return serial }
      }
    }
    return nil
  }
}

extension Request {
  /// The number that its form gave it; nil: none did.
  public var number: SerialNumber? {
    content.sorted { $0.key < $1.key }.lazy.compactMap(\.value.serial).first
  }
}
