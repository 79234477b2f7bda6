import Diagnostics
import Engine

/// What a table orders: a command for each row, all of them to be carried out together.
struct ImportPlan {
  struct Row {
    let order: Order
    /// nil: it opens a project.
    let target: Engine.Stream?
    /// Of the row's first cell.
    let span: Span
  }

  /// In the order of the table.
  let rows: [Row]

  /// Commands bear the import's id and the row's number, so that a table sent twice is carried out once.
  static func commandID(_ id: String, _ row: Int) -> String { "\(id)/\(row + 1)" }
}

extension ImportPlan {
  /// New projects under a policy: a title, and whatever forms say about each.
  static func projects(_ source: SourceFile, under policy: PolicyName, _ workflow: Workflow) throws
    -> ImportPlan
  {
    let table = try Table(
      source, own: [("title", ["项目名称", "名称", "Title"])], forms: workflow.fillableForms, workflow)
    return try table.plan { cells, values, _ in
      (.open(title: cells["title"]?.text ?? "", policy: policy, forms: values), nil)
    }
  }

  /// One form of projects that are there.
  static func forms(_ source: SourceFile, _ form: Form, _ workflow: Workflow) throws -> ImportPlan {
    let table = try Table(
      source, own: [("project", ["项目编号", "项目", "Project"])], forms: [form], workflow)
    var seen: Set<String> = []
    return try table.plan { cells, values, report in
      guard let cell = cells["project"], let given = values[form.name], !given.isEmpty else {
        return nil
      }
      guard seen.insert(cell.text).inserted else {
        report.append(
          Diagnostic(
            "import.repeated-project",
            Bilingual("`\(cell.text)` has a row already", zh: "`\(cell.text)` 已有一行"),
            at: cell.span,
            help: Bilingual("put all its fields on one row", zh: "请将其全部字段写在同一行")))
        return nil
      }
      return (.fill(form: form.name, values: given), .project(ProjectID(cell.text)))
    }
  }

  /// A table whose headings have been understood.
  private struct Table {
    let rows: ArraySlice<[CSVReader.Cell]>
    let columns: TableColumns
    let forms: [Form]
    let workflow: Workflow

    init(
      _ source: SourceFile, own: [(name: String, headings: [String])], forms: [Form],
      _ workflow: Workflow
    ) throws {
      let rows = try CSVReader.rows(source)
      guard let header = rows.first, rows.count > 1 else {
        throw DiagnosticReport([
          Diagnostic(
            "import.empty", Bilingual("the table has no rows", zh: "表中没有数据行"),
            at: Span(source, 0..<0))
        ])
      }
      var report = DiagnosticReport()
      guard let columns = TableColumns(header, own: own, forms: forms, &report) else {
        throw report
      }
      (self.rows, self.columns, self.forms, self.workflow) = (
        rows.dropFirst(), columns, forms, workflow
      )
    }

    /// Every row in the form of an order; throws everything that is wrong with any of them.
    ///
    /// `order` gets the table's own cells by name, and what forms are given; nil: the row orders nothing.
    func plan(
      _ order: (
        [String: CSVReader.Cell], [FormName: [FieldName: String]], inout DiagnosticReport
      ) -> (Order, Engine.Stream?)?
    ) throws -> ImportPlan {
      var report = DiagnosticReport()
      var planned: [Row] = []
      for cells in rows {
        guard cells.count == columns.meanings.count else {
          report.append(
            Diagnostic(
              "import.cells",
              Bilingual(
                "the row has \(cells.count) cells, the header \(columns.meanings.count)",
                zh: "此行有 \(cells.count) 个单元格，表头有 \(columns.meanings.count) 个"),
              at: cells[0].span))
          continue
        }
        var own: [String: CSVReader.Cell] = [:]
        var values: [FormName: [FieldName: String]] = [:]
        for (meaning, cell) in zip(columns.meanings, cells) {
          guard let name = meaning.form else {
            own[meaning.field.text] = cell
            if cell.text.isEmpty {
              report.append(
                Diagnostic(
                  "import.missing",
                  Bilingual("`\(meaning.field)` is empty", zh: "`\(meaning.field)` 为空"),
                  at: cell.span))
            }
            continue
          }
          guard !cell.text.isEmpty,
            let field = forms.first(where: { $0.name == name })?[meaning.field]
          else { continue }
          let typed = field.typed(cell.text, in: workflow)
          if case .failure(let problem) = field.parse(typed, in: workflow) {
            report.append(
              Diagnostic("import.value", problem.reason, at: cell.span, help: problem.help))
          }
          values[name, default: [:]][field.name] = typed
        }
        if let (order, target) = order(own, values, &report) {
          planned.append(Row(order: order, target: target, span: cells[0].span))
        }
      }
      if report.hasErrors { throw report.sorted() }
      return ImportPlan(rows: planned)
    }
  }
}
