import CEL
import Diagnostics
import Engine

/// One field of a request beside what it would replace.
struct Change {
  let field: Field
  let value: FieldValue
  /// The plan's value now and at first; nil: the field is no part of a plan that exists.
  let baseline: FieldValue?
  let original: FieldValue?
  /// Whether the field becomes part of the plan.
  let isPlan: Bool
}

extension RequestView {
  /// The fields that are asked for, in the order of the form. The reason is shown apart.
  var changes: [Change] {
    guard let action, let form = action.form.flatMap({ rulebook.workflow[form: $0] }) else {
      return []
    }
    return form.fields.compactMap { field in
      guard let value = request.content[field.name]?.plain else { return nil }
      if field.name == "reason", value == .text(request.reason) { return nil }
      for effect in action.effects {
        switch effect {
        case .baseline(let name, field.name):
          return Change(
            field: field, value: value, baseline: project?.baseline[name]?.plain,
            original: project?.original[name]?.plain, isPlan: true)
        case .plan(field.name):
          let points = project?.milestones.map(\.planned) ?? []
          return Change(
            field: field, value: value, baseline: points.isEmpty ? nil : .milestones(points),
            original: nil, isPlan: true)
        case .move, .appoint, .baseline, .spend, .plan, .reach: break
        }
      }
      return Change(field: field, value: value, baseline: nil, original: nil, isPlan: false)
    }
  }
}

extension Change {
  /// How far the value is from another; nil where there is no distance, as between texts.
  func difference(from old: FieldValue) -> Difference? {
    switch (old, value) {
    case (.decimal(let old), .decimal(let new)):
      if case .money(let scale) = field.type { return Difference(old, new, scale: scale) }
      return Difference(old, new, scale: 0)
    case (.date(let old), .date(let new)): return Difference(old, new)
    default: return nil
    }
  }

  /// Control points that are added, moved or dropped against the plan, a sentence each; empty: none.
  func movedPoints(_ glossary: Glossary) -> [String] {
    guard case .milestones(let new) = value, case .milestones(let old)? = baseline else {
      return []
    }
    var sentences: [String] = []
    for point in new {
      let name = glossary.milestone(point.kind)
      guard let before = old.first(where: { $0.kind == point.kind }) else {
        sentences.append(
          say("new: \(glossary.planned(point))", "新增：\(glossary.planned(point))"))
        continue
      }
      if before.due != point.due {
        sentences.append(
          "\(name) \(before.due) → \(point.due)"
            + Mark.aside(Difference(before.due, point.due).amount))
      }
      if before.budget != point.budget {
        func amount(_ budget: Decimal?) -> String { budget?.grouped(scale: 2) ?? "–" }
        sentences.append("\(name) \(amount(before.budget)) → \(amount(point.budget))")
      }
    }
    for point in old where !new.contains(where: { $0.kind == point.kind }) {
      sentences.append(
        say("dropped: \(glossary.planned(point))", "取消：\(glossary.planned(point))"))
    }
    return sentences
  }
}

extension Screen {
  /// What is asked for: numbers and dates of the plan against the baseline and the original, then the rest.
  mutating func changes(_ view: RequestView, _ glossary: Glossary) {
    var plan = Table([.left, .right, .left, .right, .right, .right])
    var rest: [(String, [String])] = []
    var lists: [(String, [[FieldName: FieldValue]], ListType)] = []
    var unchanged: [String] = []
    for change in view.changes {
      let title = change.field.title.spoken
      let value = glossary.value(change.value, as: change.field.type)
      guard let baseline = change.baseline else {
        if case .milestones(let points) = change.value {
          rest.append((title, points.map(glossary.planned)))
        } else if case .list(let rows) = change.value, let list = change.field.type.list {
          lists.append((title, rows, list))
        } else {
          rest.append((title, [value]))
        }
        continue
      }
      guard baseline != change.value || change.original.map({ $0 != change.value }) == true else {
        unchanged.append(title)
        continue
      }
      guard let difference = change.difference(from: baseline) else {
        let moved = change.movedPoints(glossary)
        rest.append((title, moved.isEmpty ? [value] : moved))
        continue
      }
      let isFirst = change.original == baseline
      plan.row(
        [
          title, value,
          isFirst ? say("original baseline", "原始基线") : say("baseline", "现行基线"),
          glossary.value(baseline, as: change.field.type),
        ] + Self.columns(difference))
      if !isFirst, let original = change.original,
        let drift = change.difference(from: original)
      {
        plan.row(
          ["", "", say("original", "原始基线"), glossary.value(original, as: change.field.type)]
            + Self.columns(drift))
      }
    }
    table(plan)
    let width = min(Self.labelWidth, rest.map(\.0.displayWidth).max() ?? 0)
    for (label, lines) in rest {
      for (index, text) in lines.enumerated() {
        entry(index == 0 ? label : "", text, labelWidth: width)
      }
    }
    for (label, rows, list) in lists {
      paragraph(label, indent: 2)
      self.rows(rows, of: list, glossary)
    }
    if !unchanged.isEmpty {
      paragraph(say("unchanged: ", "不变：") + list(unchanged), indent: 2, hanging: 2)
    }
  }

  /// Longer labels would leave no room for what they label.
  private static let labelWidth = 26

  private static func columns(_ difference: Difference) -> [String] {
    difference.isZero
      ? [say("unchanged", "不变"), ""] : [difference.amount, difference.share ?? ""]
  }
}
