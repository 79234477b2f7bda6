import Diagnostics
import Engine

extension Findings {
  /// The table that a field of type list is: its columns under `of:`, the number of its rows between `min:` and `max:`.
  func list(_ fields: Fields, _ type: Node, named name: String, currency: String) -> FieldType? {
    guard let of = fields["of"] else {
      error(
        "missing-key", Bilingual("a list lacks `of`", zh: "list 缺少 `of`"), at: type.span,
        help: Bilingual(
          "of: {item: {type: text, required: true}, amount: {type: money}}",
          zh: "of: {item: {type: text, required: true}, amount: {type: money}}"))
      return nil
    }
    let columns = entries(of, Bilingual("columns by name", zh: "列")).compactMap {
      column($0, of: name, currency: currency)
    }
    guard (1...ListType.maximumColumns).contains(columns.count) else {
      if case .mapping = of.content, !report.hasErrors || columns.count > 1 {
        error(
          "columns",
          Bilingual(
            "a list has 1 to \(ListType.maximumColumns) columns",
            zh: "列表须有 1 至 \(ListType.maximumColumns) 列"), at: of.span)
      }
      return nil
    }
    let possible = 0...ListType.maximumRows
    let least = fields["min"].flatMap { integer($0, in: possible) } ?? 0
    let most =
      fields["max"].flatMap { integer($0, in: possible) } ?? max(least, ListType.usualRows)
    guard least <= most else {
      error(
        "empty-range", Bilingual("`min` is above `max`", zh: "`min` 大于 `max`"),
        at: fields["min"]?.span)
      return nil
    }
    return .list(ListType(name: name, columns: columns, rows: least...most))
  }

  private func column(_ entry: Node.Entry, of list: String, currency: String) -> Field? {
    guard let name: FieldName = name(entry.key) else { return nil }
    let fields = fields(
      entry.value, Bilingual("column `\(name)`", zh: "列 `\(name)`"), required: ["type"],
      optional: ["title", "required", "min", "max", "of", "scale"])
    guard let node = fields["type"],
      let type = fieldType(node, fields, named: "\(list).\(name)", currency: currency)
    else { return nil }
    guard type.fitsColumn else {
      error(
        "type-mismatch",
        Bilingual("a column holds single values only", zh: "列只能存放单个值"), at: node.span,
        help: Bilingual(
          "make it a field of the form, beside the list", zh: "请改为表单中与列表并列的字段"))
      return nil
    }
    return field(name, type, fields, currency: currency)
  }
}
