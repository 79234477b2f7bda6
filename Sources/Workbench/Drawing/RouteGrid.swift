import CEL
import Diagnostics
import Engine

/// Who signs an action, over the values of its first two quantities: every region in which the route is the same.
///
/// Measured against a project of reference, whose first plan and present plan are the same.
package struct RouteGrid: Sendable {
  /// A stretch of one quantity; all its values are alike to the rules.
  package struct Band: Sendable, Hashable {
    /// nil: from the least there is.
    package let from: FieldValue?
    /// nil: up to the most there is.
    package let through: FieldValue?
  }

  package let action: Action
  package let reference: [FieldName: FieldValue]
  /// The quantities along the columns and the rows; nil: the action has none.
  package let columns: (field: Field, bands: [Band])?
  package let rows: (field: Field, bands: [Band])?
  /// By row and column: the steps in order; nil: a condition cannot be evaluated there.
  package let cells: [[[StepName]?]]
  /// Every step that occurs, in the order of the chain.
  package let steps: [StepName]
  /// Whether every limit was found: all comparisons are linear in both quantities.
  package let isComplete: Bool

  /// Actions whose chain depends on something.
  package static func actions(of rulebook: Rulebook) -> [Action] {
    rulebook.workflow.actions.filter { action in
      rulebook.rules(of: action.name).chain?.steps.contains { $0.condition != nil } == true
    }
  }

  /// `reference` fills the plan, and with it the form's fields that default to it.
  package init(
    _ action: Action, _ rulebook: Rulebook, reference: [FieldName: FieldValue],
    timeZones: TimeZoneRules, sha256: @escaping DigestFunction
  ) {
    let inquiry = Self.inquiry(action, rulebook, reference, timeZones, sha256)
    let form = action.form.flatMap { rulebook.workflow[form: $0] }
    let content = Self.content(form, reference)
    let examine = { (content: [FieldName: FieldValue]) in
      inquiry.examine(action, inquiry.computed(action, content))
    }
    let search = CutSearch(examine(content), examine: examine)
    var isComplete = true
    let axes = (form?.fields ?? []).compactMap { field -> (axis: FieldLine, units: [Int128])? in
      guard let axis = FieldLine(field, content) else { return nil }
      let (units, complete) = search.candidates(axis, content)
      isComplete = isComplete && complete
      return (axis, Set(units + [axis.current]).sorted())
    }
    let first = axes.first
    let second = axes.dropFirst().first
    func route(_ column: Int128?, _ row: Int128?) -> [StepName]? {
      var changed = content
      for (axis, units) in [(first?.axis, column), (second?.axis, row)] {
        guard let axis, let units, let value = axis.value(units) else { continue }
        changed[axis.field.name] = value
      }
      return try? examine(changed).route().steps.map(\.name)
    }
    let columnUnits = first.map { $0.units.map(Optional.some) } ?? [nil]
    let rowUnits = second.map { $0.units.map(Optional.some) } ?? [nil]
    let all = rowUnits.map { row in columnUnits.map { route($0, row) } }
    // Neighbours that are alike everywhere are one band.
    let columnStarts = columnUnits.indices.filter { index in
      index == 0 || all.contains { $0[index] != $0[index - 1] }
    }
    let rowStarts = rowUnits.indices.filter { $0 == 0 || all[$0] != all[$0 - 1] }
    cells = rowStarts.map { row in columnStarts.map { all[row][$0] } }
    columns = first.map { ($0.axis.field, Self.bands($0.axis, $0.units, columnStarts)) }
    rows = second.map { ($0.axis.field, Self.bands($0.axis, $0.units, rowStarts)) }
    let found = Set(cells.flatMap { $0 }.compactMap { $0 }.flatMap { $0 })
    steps =
      rulebook.rules(of: action.name).chain?.steps.map(\.name).filter(found.contains) ?? []
    self.action = action
    self.reference = reference
    self.isComplete = isComplete
  }

  /// A plan to measure against: an amount of a million, and a hundred days from a day.
  package static func reference(
    for rulebook: Rulebook, today: CivilDate, set values: [FieldName: FieldValue]
  ) -> [FieldName: FieldValue] {
    var reference: [FieldName: FieldValue] = [:]
    for (name, type) in rulebook.workflow.baselineFields {
      switch type {
      case .money, .number: reference[name] = .decimal(Decimal(1_000_000))
      case .percent: reference[name] = Decimal("0.5").map { .decimal($0) }
      case .integer: reference[name] = .integer(100)
      case .date: reference[name] = today.adding(days: 100).map { .date($0) }
      case .milestones: reference[name] = .milestones([])
      case .text, .choice, .boolean, .person, .file, .milestone, .list: break
      }
    }
    return reference.merging(values) { $1 }
  }

  private static func bands(_ axis: FieldLine, _ units: [Int128], _ starts: [Int]) -> [Band] {
    starts.enumerated().map { position, start in
      let next = position + 1 < starts.count ? starts[position + 1] : nil
      return Band(
        from: position == 0 ? nil : axis.value(units[start]),
        through: next.flatMap { axis.value(units[$0 - 1]) })
    }
  }

  /// What the form holds when only the plan is known; people and texts are anybody and anything.
  private static func content(_ form: Form?, _ reference: [FieldName: FieldValue]) -> [FieldName:
    FieldValue]
  {
    var content: [FieldName: FieldValue] = [:]
    for field in form?.fields ?? [] {
      switch field.defaultValue {
      case .baseline(let name)?: content[field.name] = reference[name]
      case .value(let value)?: content[field.name] = value
      case nil: content[field.name] = field.placeholder
      }
    }
    return content
  }

  private static func inquiry(
    _ action: Action, _ rulebook: Rulebook, _ reference: [FieldName: FieldValue],
    _ timeZones: TimeZoneRules, _ sha256: @escaping DigestFunction
  ) -> Inquiry {
    let workflow = rulebook.workflow
    let envelope = Envelope(
      command: "draw", actor: Actor(person: "anybody", authentication: .account("draw")),
      at: Timestamp(CivilDate(daysSinceEpoch: 0)!))
    let opened = Event.project(
      .opened(
        id: "P-1", title: "reference", workflow: workflow.name, policy: rulebook.policy.name,
        role: workflow.openedBy, stage: action.from.first ?? workflow.firstStage.name))
    let planned = Event.project(.rebaselined(plan: reference))
    guard
      let project = Project.evolve(
        Project.evolve(nil, opened, envelope), planned, envelope)
    else { preconditionFailure("`opened` opens a project") }
    let facts = Facts(
      directory: Directory(), allowsActingAs: false, current: rulebook,
      pinned: nil,
      others: OtherWeights.supposed(
        in: rulebook.rules(of: action.name).scope, on: CivilDate(daysSinceEpoch: 0)!),
      timeZones: timeZones, sha256: sha256, nextProject: "", nextRequest: "")
    return Inquiry(project, rulebook, facts, at: envelope)
  }
}

extension Field {
  /// A value where only its being there matters; nil for what is measured or may be left out.
  fileprivate var placeholder: FieldValue? {
    switch type {
    case .person: .person("anybody")
    case .money, .number, .percent: .decimal(Decimal(1))
    case .text, .choice, .integer, .boolean, .date, .file, .milestones, .milestone, .list: nil
    }
  }
}
