import Engine

/// What would have to be otherwise in a request for its route to be another one.
package struct Alternative: Sendable, Hashable {
  /// The fields that change, with the new values.
  package let changes: [FieldName: FieldValue]
  /// The steps of the route that this would take.
  package let route: [StepName]
  /// Compared with the route of the request as it is; both empty while that is refused.
  package let added: [StepName]
  package let removed: [StepName]
}

/// Looks along the fields of a request for the nearest other route, and for the cheapest shorter one.
///
/// Every alternative was put to the engine; it is never concluded from the form of a rule.
struct FlipSearch {
  /// More fields than this are not changed at once: nobody negotiates four things to save a signature.
  private static let fieldsAtOnce = 3
  /// The nearest values tried of each field when several change at once.
  private static let valuesAtOnce = 8

  private let axes: [(axis: FieldLine, candidates: [Int128])]
  private let content: [FieldName: FieldValue]
  private let current: [StepName]?
  private let routeOf: ([FieldName: FieldValue]) -> [StepName]?
  /// Whether no flip can lie nearer than those found: every comparison was linear in every field.
  let isComplete: Bool

  init(_ inquiry: Inquiry, _ examination: Examination, submitter: PersonID) {
    let action = examination.action
    let content = examination.content
    let form = action.form.flatMap { inquiry.rulebook.workflow[form: $0] }
    let search = CutSearch(examination) {
      inquiry.examine(
        action, inquiry.computed(action, $0, submitter: submitter), submitter: submitter)
    }
    var isComplete = true
    axes = (form?.fields ?? []).compactMap { field in
      guard let axis = FieldLine(field, content) else { return nil }
      let (units, complete) = search.candidates(axis, content)
      isComplete = isComplete && complete
      let candidates = units.filter { $0 != axis.current }.sorted {
        let left = ($0 - axis.current).magnitude
        let right = ($1 - axis.current).magnitude
        return (left, $0) < (right, $1)
      }
      return (axis, candidates)
    }
    self.isComplete = isComplete
    self.content = content
    routeOf = { content in
      let content = inquiry.computed(action, content, submitter: submitter)
      do throws(Refusal) {
        try inquiry.requireAdmissible(action, content, submitter: submitter)
        return try inquiry.examine(action, content, submitter: submitter).route().steps
          .map(\.name)
      } catch {
        return nil
      }
    }
    current = routeOf(content)
  }

  /// For each field and each direction the nearest value with another route; nothing while the request is refused.
  var flips: [Alternative] {
    guard let current else { return [] }
    return axes.flatMap { axis, candidates in
      [{ $0 < axis.current }, { (units: Int128) in units > axis.current }].compactMap { side in
        for units in candidates where side(units) {
          guard let alternative = alternative([(axis, units)]), alternative.route != current else {
            continue
          }
          return alternative
        }
        return nil
      }
    }
  }

  /// The cheapest change that shortens the chain, or that lets a refused request pass; nil: none was found.
  ///
  /// Fewer fields are cheaper; of as many, the smaller change.
  var pathToYes: Alternative? {
    for count in 1...Self.fieldsAtOnce where count <= axes.count {
      let found = combinations(of: count).compactMap { choice -> (Alternative, Double)? in
        guard let alternative = alternative(choice), shortens(alternative.route) else {
          return nil
        }
        return (alternative, choice.reduce(0) { $0 + $1.axis.cost($1.units) })
      }
      if let best = found.min(by: { $0.1 < $1.1 }) { return best.0 }
    }
    return nil
  }

  private func shortens(_ route: [StepName]) -> Bool {
    guard let current else { return true }
    return route.count < current.count && Set(route).isSubset(of: current)
  }

  private func alternative(_ choice: [(axis: FieldLine, units: Int128)]) -> Alternative? {
    var changes: [FieldName: FieldValue] = [:]
    for (axis, units) in choice {
      guard let value = axis.value(units) else { return nil }
      changes[axis.field.name] = value
    }
    guard let route = routeOf(content.merging(changes) { $1 }) else { return nil }
    // What is refused has no route to compare with.
    let before = current ?? route
    return Alternative(
      changes: changes, route: route, added: route.filter { !before.contains($0) },
      removed: before.filter { !route.contains($0) })
  }

  /// Every choice of so many fields with one of their nearest values each.
  private func combinations(of count: Int) -> [[(axis: FieldLine, units: Int128)]] {
    func extend(_ count: Int, from index: Int) -> [[(axis: FieldLine, units: Int128)]] {
      guard count > 0 else { return [[]] }
      return axes.indices.dropFirst(index).flatMap { position in
        let (axis, candidates) = axes[position]
        let nearest =
          self.axes.count == 1 || count == 1 && index == 0
          ? candidates[...] : candidates.prefix(Self.valuesAtOnce)
        return extend(count - 1, from: position + 1).flatMap { rest in
          nearest.map { [(axis, $0)] + rest }
        }
      }
    }
    return extend(count, from: 0)
  }
}
