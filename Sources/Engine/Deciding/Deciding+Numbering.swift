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
    case .open(_, _, let typed, _): (rulebook, forms) = (current, Array(typed.keys))
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
