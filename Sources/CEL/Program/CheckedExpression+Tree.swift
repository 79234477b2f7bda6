extension CheckedExpression {
  /// The tree that the checker has left, from its arrays.
  init(_ checked: CheckedTree) {
    self = Builder(checked: checked).expression(checked.tree.root)
  }

  private struct Builder {
    let checked: CheckedTree

    func expression(_ id: ExpressionID) -> CheckedExpression {
      CheckedExpression(
        kind(id), type: checked.types[id], range: checked.tree.range(id))
    }

    private func kind(_ id: ExpressionID) -> Kind {
      switch checked.references[id] {
      case .constant(let value): .literal(value)
      case .slot(let index, let name): .slot(Slot(index: index), name: name)
      case .isSet(let index, let name): .isSet(Slot(index: index), name: name)
      case .local, .unknownName, .none, .function, .locals, .unknownFunction: structure(id)
      }
    }

    private func structure(_ id: ExpressionID) -> Kind {
      switch checked.tree[id] {
      case .literal(let value): .literal(value)
      case .name(let name, _): .local(name)
      case .select(let operand, let field, let isOptional):
        isOptional
          ? .call(
            function: "_?._",
            arguments: [
              expression(operand),
              CheckedExpression(
                .literal(.string(field)), type: .string, range: checked.tree.range(id)),
            ])
          : .select(expression(operand), field: field)
      case .has(let operand, let field): .has(expression(operand), field: field)
      case .unary(let operation, let operand): call(operation.rawValue, [operand])
      case .binary(let operation, let left, let right): call(operation.rawValue, [left, right])
      case .and(let operands): call("_&&_", operands)
      case .or(let operands): call("_||_", operands)
      case .conditional(let condition, let first, let second):
        call("_?_:_", [condition, first, second])
      case .index(let operand, let index, let isOptional):
        call(isOptional ? "_[?_]" : "_[_]", [operand, index])
      case .call(let name, _, let arguments, _): call(functionName(id) ?? name, arguments)
      case .member(let target, let name, let arguments, _):
        functionName(id).flatMap { $0 == name ? nil : call($0, arguments) }
          ?? call(name, [target] + arguments)
      case .list(let elements, _): .list(elements.map(expression))
      case .map(let entries):
        .map(entries.map { Entry(key: expression($0.key), value: expression($0.value)) })
      case .message(let name): .local(checked.tree.qualifiedName(name)?.name ?? "")
      case .comprehension(let comprehension):
        .comprehension(
          macro: comprehension.macro.rawValue, range: expression(comprehension.range),
          variables: [comprehension.variable] + (comprehension.secondVariable.map { [$0] } ?? []),
          arguments: ((comprehension.filter.map { [$0] } ?? []) + [comprehension.body]).map(
            expression))
      case .bind(let name, let value, let body):
        .bind(name: name, value: expression(value), body: expression(body))
      case .optionalMap(let target, let name, let body, let isFlat):
        .comprehension(
          macro: isFlat ? "optFlatMap" : "optMap", range: expression(target), variables: [name],
          arguments: [expression(body)])
      }
    }

    private func call(_ name: String, _ arguments: [ExpressionID]) -> Kind {
      .call(function: name, arguments: arguments.map(expression))
    }

    private func functionName(_ id: ExpressionID) -> String? {
      if case .function(let index) = checked.references[id] {
        checked.functions[index].name
      } else {
        nil
      }
    }
  }
}
