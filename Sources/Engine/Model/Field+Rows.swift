import Diagnostics

extension Field {
  /// Rows as they are typed: a JSON array with an object for each, `[{"item":"demo","owner":"li"}]`.
  ///
  /// An empty cell holds nothing. Every problem of every row is told.
  func parseRows(_ typed: String, as list: ListType, in workflow: Workflow)
    -> Result<FieldValue, InvalidValue>
  {
    guard typed.utf8.count <= ListType.maximumSize else {
      return .failure(
        InvalidValue(
          Bilingual(
            "the rows have more than \(ListType.maximumSize) bytes",
            zh: "各行内容超过 \(ListType.maximumSize) 字节"),
          help: Bilingual("attach them as a file", zh: "请作为附件提交")))
    }
    guard let objects = Self.objects(typed) else {
      return .failure(
        InvalidValue(
          Bilingual("`\(typed.prefix(60))` are no rows", zh: "`\(typed.prefix(60))` 不是若干行"),
          help: Bilingual("\(option.en) for each row", zh: "每行用一次 \(option.zh)")))
    }
    guard list.rows.contains(objects.count) else {
      return .failure(
        InvalidValue(
          Bilingual(
            "has \(objects.count) rows; from \(list.rows.lowerBound) to \(list.rows.upperBound) are possible",
            zh: "共 \(objects.count) 行；应为 \(list.rows.lowerBound) 至 \(list.rows.upperBound) 行")))
    }
    var problems: [InvalidValue] = []
    let rows = objects.enumerated().map { index, cells in
      row(cells, list, workflow) { problems.append($0.inRow(index + 1)) }
    }
    if let first = problems.first {
      return .failure(
        InvalidValue(first.reason, help: first.help, others: Array(problems.dropFirst())))
    }
    return .success(.list(rows))
  }

  /// The cells of each row by column; nil: the text is no list of rows.
  static func objects(_ typed: String) -> [[String: String]]? {
    guard !typed.isEmpty else { return [] }
    guard case .array(let elements)? = try? JSON(parsing: Array(typed.utf8)) else { return nil }
    let rows = elements.compactMap(cells)
    return rows.count == elements.count ? rows : nil
  }

  /// The cells of a row by column; nil: it is no row.
  static func cells(_ row: JSON) -> [String: String]? {
    guard case .object(let members) = row else { return nil }
    var cells: [String: String] = [:]
    for (column, value) in members {
      switch value {
      case .string(let text): cells[column] = text
      case .integer(let number): cells[column] = String(number)
      case .bool(let flag): cells[column] = flag ? "true" : "false"
      case .null: break
      case .array, .object: return nil
      }
    }
    return cells
  }

  private func row(
    _ cells: [String: String], _ list: ListType, _ workflow: Workflow,
    complain: (InvalidValue) -> Void
  ) -> [FieldName: FieldValue] {
    var row: [FieldName: FieldValue] = [:]
    for (name, text) in cells.sorted(by: { $0.key < $1.key }) where !text.isEmpty {
      guard let column = list[FieldName(name)] else {
        complain(
          InvalidValue(
            Bilingual("`\(self.name)` has no column `\(name)`", zh: "`\(self.name)` 没有列 `\(name)`"),
            help: didYouMean(name, among: list.columns.map(\.name.text))))
        continue
      }
      switch column.parse(text, in: workflow) {
      case .success(let value): row[column.name] = value
      case .failure(let invalid): complain(invalid.inColumn(column.name))
      }
    }
    for column in list.columns
    where column.isRequired && cells[column.name.text, default: ""].isEmpty {
      complain(
        InvalidValue(
          Bilingual(
            "`\(column.name)` (\(column.title.en)) is missing",
            zh: "缺少 `\(column.name)`（\(column.title.zh)）")))
    }
    return row
  }
}

extension Field.InvalidValue {
  fileprivate func inRow(_ number: Int) -> Self {
    Self(
      Bilingual("row \(number): \(reason.en)", zh: "第 \(number) 行：\(reason.zh)"), help: help)
  }

  fileprivate func inColumn(_ column: FieldName) -> Self {
    Self(Bilingual("`\(column)`: \(reason.en)", zh: "`\(column)`：\(reason.zh)"), help: help)
  }
}
