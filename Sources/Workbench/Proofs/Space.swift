import CEL
import Engine

/// The facts that some rules of one scope depend on, and the places where their truth can change.
///
/// Comparisons of linear quantities with one another cut the axes; choices and booleans are taken value by value. What
/// is of neither form is noted as `unknown`, and nothing is claimed about rules that contain it.
struct Space {
  private(set) var scope: Scope
  private(set) var axes: [Axis] = []
  private(set) var forms: [LinearForm] = []
  /// Lists that rules look into, by where they come from.
  var lists: [Scope.Source: ControlPoints] = [:]
  private var known: Set<LinearForm> = []
  let workflow: Workflow
  let action: Action?
  /// The element that a rule about each of a list's is being read for.
  private(set) var element: Element?
  /// Parts that were met and are not understood, as written.
  private(set) var unknown: [String] = []

  init(_ scope: Scope, _ workflow: Workflow, _ action: Action?) {
    self.scope = scope
    self.workflow = workflow
    self.action = action
  }

  /// Goes on with rules of another scope over the same facts.
  mutating func turn(to scope: Scope) { self.scope = scope }

  /// Takes a rule in; false: something in it is not understood.
  mutating func add(_ expression: Expression) -> Bool {
    let before = unknown.count
    visit(expression.program.tree, of: expression)
    return unknown.count == before
  }

  /// Takes the inputs of a table in, cut at the constants of their cells; false as for rules.
  mutating func add(_ table: DecisionTable) -> Bool {
    let before = unknown.count
    for (column, input) in table.inputs.enumerated() {
      let tree = input.expression.program.tree
      guard let quantity = quantity(tree, of: input.expression) else {
        visit(tree, of: input.expression)
        continue
      }
      let cuts = Set(table.rules.flatMap { $0.cells[column].constants })
      for cut in cuts {
        guard let number = cut.number else { continue }
        compare(quantity, Quantity(LinearForm(constant: number)), input.expression.text)
      }
    }
    return unknown.count == before
  }

  /// The axes that a number depends on; nil: it is of a form that proofs cannot follow.
  mutating func axes(of number: Expression) -> Set<Axis>? {
    guard let quantity = quantity(number.program.tree, of: number) else { return nil }
    return Set((quantity.numerator.axes + quantity.denominator.axes).map { axes[$0] })
  }

  // MARK: - Walking

  /// Takes in what a rule asks of one element of a list.
  mutating func visit(_ node: CheckedExpression, at element: Element, of expression: Expression) {
    self.element = element
    visit(node, of: expression)
    self.element = nil
  }

  private mutating func visit(_ node: CheckedExpression, of expression: Expression) {
    switch node.kind {
    case .literal: return
    case .call("_<_", let operands), .call("_<=_", let operands), .call("_>_", let operands),
      .call("_>=_", let operands), .call("_==_", let operands), .call("_!=_", let operands):
      if operands.count == 2, compareLength(operands) { return }
      if operands.count == 2, let left = quantity(operands[0], of: expression),
        let right = quantity(operands[1], of: expression)
      {
        compare(left, right, text(node, expression))
      } else {
        for operand in operands { visit(operand, of: expression) }
      }
    case .call("@in", let operands) where operands.count == 2:
      guard case .list(let elements) = operands[1].kind else {
        unknown.append(text(node, expression))
        return
      }
      guard let left = quantity(operands[0], of: expression) else {
        for part in [operands[0]] + elements { visit(part, of: expression) }
        return
      }
      for element in elements {
        guard let right = quantity(element, of: expression) else {
          unknown.append(text(node, expression))
          return
        }
        compare(left, right, text(node, expression))
      }
    case .call("_&&_", let operands), .call("_||_", let operands), .call("!_", let operands),
      .call("_?_:_", let operands):
      for operand in operands { visit(operand, of: expression) }
    case .slot(let slot, let name): visit(slot, name, isAsked: false)
    case .isSet(let slot, let name): visit(slot, name, isAsked: true)
    case .select(let operand, let field):
      guard let found = axis(of: operand, field), !found.isNumber else {
        unknown.append(text(node, expression))
        return
      }
      axis(found)
    case .has(let operand, let field):
      guard let found = axis(of: operand, field) else {
        unknown.append(text(node, expression))
        return
      }
      axis(found)
    case .comprehension(let macro, let range, let variables, let arguments):
      if !ask(macro, range, variables, arguments, of: expression) {
        unknown.append(text(node, expression))
      }
    case .call, .local, .list, .map, .bind:
      unknown.append(text(node, expression))
    }
  }

  /// A name that stands for itself: a choice, a boolean, something computed. `isAsked`: only whether it is set.
  private mutating func visit(_ slot: Slot, _ name: String, isAsked: Bool) {
    switch scope.sources[slot.index] {
    case .limit: return
    case .measure(let position): visit(measure: scope.measures[position])
    case .output(let position, _):
      let table = scope.tables[position]
      if let frozenAt = table.frozenAt, frozenAt != action?.name {
        var rows: [[Value]] = []
        for row in table.rules.map(\.outputs) + [table.defaultOutputs].compactMap({ $0 })
        where !rows.contains(row) { rows.append(row) }
        axis(
          Axis(
            source: .frozen(table.name), name: table.name.text, kind: .rows(rows),
            isOptional: false))
      } else {
        _ = add(table)
      }
    case let source:
      guard let found = Axis(source, named: name, workflow, action) else {
        unknown.append(name)
        return
      }
      switch found.kind {
      case .choices, .rows: axis(found)
      case .number where isAsked: axis(found)
      case .number: unknown.append(name)
      }
    }
  }

  private mutating func visit(measure: Measure) {
    visit(measure.expression.program.tree, of: measure.expression)
  }

  // MARK: - Quantities

  /// The number that an expression stands for; nil: it is none, or none that proofs can follow.
  private mutating func quantity(_ node: CheckedExpression, of expression: Expression) -> Quantity?
  {
    do {
      return try makeQuantity(node, of: expression)
    } catch {
      return nil
    }
  }

  private mutating func makeQuantity(
    _ node: CheckedExpression, of expression: Expression
  ) throws(ArithmeticError) -> Quantity? {
    switch node.kind {
    case .literal(let value): return value.number.map { Quantity(LinearForm(constant: $0)) }
    case .slot(let slot, let name): return try quantity(slot, name)
    case .select(let operand, let field):
      if let found = axis(of: operand, field) {
        return found.isNumber ? Quantity(LinearForm(axis: axis(found))) : nil
      }
      guard field == "rank", case .slot(let slot, let name) = operand.kind else { return nil }
      let source = scope.sources[slot.index]
      return Quantity(
        LinearForm(
          axis: axis(
            Axis(
              source: .rank(source), name: "\(name).rank",
              kind: .number(.integer, step: Ratio(.one), low: .zero, high: nil),
              isOptional: false))))
    case .call("_+_", let operands) where operands.count == 2:
      guard let (left, right) = try pair(operands, expression) else { return nil }
      return try left.adding(right)
    case .call("_-_", let operands) where operands.count == 2:
      guard let (left, right) = try pair(operands, expression) else { return nil }
      return try left.adding(try right.negated())
    case .call("-_", let operands) where operands.count == 1:
      return try makeQuantity(operands[0], of: expression)?.negated()
    case .call("_*_", let operands) where operands.count == 2:
      guard let (left, right) = try pair(operands, expression) else { return nil }
      return try left.multiplying(right)
    // Whole numbers are divided with the rest cut off, which is no linear quantity.
    case .call("_/_", let operands) where operands.count == 2 && node.type == .decimal:
      guard let (left, right) = try pair(operands, expression),
        let quotient = try left.divided(by: right)
      else { return nil }
      // Where the divisor is zero the rule is an error; where it is negative comparisons turn round.
      cut(quotient.denominator)
      return quotient
    case .call("date", let operands) where operands.count == 1:
      guard case .literal(.string(let text)) = operands[0].kind, let date = CivilDate(text),
        let number = Value.date(date).number
      else { return nil }
      return Quantity(LinearForm(constant: number))
    // A number of days is that long; a whole number is that decimal.
    case .call("days", let operands) where operands.count == 1 && node.type == .duration,
      .call("decimal", let operands) where operands.count == 1 && operands[0].type == .int:
      return try makeQuantity(operands[0], of: expression)
    case .local, .isSet, .call, .has, .list, .map, .comprehension, .bind:
      return nil
    }
  }

  private mutating func pair(_ operands: [CheckedExpression], _ expression: Expression)
    throws(ArithmeticError) -> (Quantity, Quantity)?
  {
    guard let left = try makeQuantity(operands[0], of: expression),
      let right = try makeQuantity(operands[1], of: expression)
    else { return nil }
    return (left, right)
  }

  private mutating func quantity(_ slot: Slot, _ name: String) throws(ArithmeticError) -> Quantity?
  {
    switch scope.sources[slot.index] {
    case .limit(let position):
      return scope.limits[position].amount.value.number.map { Quantity(LinearForm(constant: $0)) }
    case .measure(let position):
      let expression = scope.measures[position].expression
      return try makeQuantity(expression.program.tree, of: expression)
    case .output: return nil
    case let source:
      guard let found = Axis(source, named: name, workflow, action), case .number = found.kind
      else { return nil }
      return Quantity(LinearForm(axis: axis(found)))
    }
  }

  // MARK: - What was found

  /// The position of an axis, which is added when it is new.
  @discardableResult
  mutating func axis(_ new: Axis) -> Int {
    if let position = axes.firstIndex(where: { $0.source == new.source }) { return position }
    axes.append(new)
    return axes.count - 1
  }

  private mutating func compare(_ left: Quantity, _ right: Quantity, _ text: String) {
    do {
      guard let difference = try left.adding(try right.negated()) else {
        unknown.append(text)
        return
      }
      cut(difference.numerator)
    } catch {
      unknown.append(text)
    }
  }

  private mutating func cut(_ form: LinearForm) {
    guard !form.isConstant, let form = try? form.canonical(), known.insert(form).inserted else {
      return
    }
    forms.append(form)
  }

  private func text(_ node: CheckedExpression, _ expression: Expression) -> String {
    let bytes = Array(expression.text.utf8)
    guard bytes.indices.contains(node.range.lowerBound), node.range.upperBound <= bytes.count else {
      return expression.text
    }
    return String(decoding: bytes[node.range], as: UTF8.self)
  }
}
