import Diagnostics
import Engine

/// What the columns of a table mean: each heading is a field's name or its title in either language.
struct TableColumns {
  /// Something that a column can hold.
  struct Meaning: Hashable {
    /// nil: no form's, but the table's own, such as the project.
    let form: FormName?
    let field: FieldName
  }

  /// Of each column, in order.
  let meanings: [Meaning]

  /// nil: the headings are unusable, as the report says.
  init?(
    _ header: [CSVReader.Cell], own: [(name: String, headings: [String])], forms: [Form],
    _ report: inout DiagnosticReport
  ) {
    let known = Self.known(own: own, forms: forms)
    var meanings: [Meaning] = []
    var isUsable = true
    func complain(_ cell: CSVReader.Cell, _ code: String, _ message: Bilingual, _ help: Bilingual?)
    {
      report.append(Diagnostic(code, message, at: cell.span, help: help))
      isUsable = false
    }
    for cell in header {
      let found = known[cell.text.lowercased()] ?? []
      switch found.count {
      case 1 where meanings.contains(found[0]):
        complain(
          cell, "import.repeated-column",
          Bilingual("column `\(cell.text)` stands twice", zh: "列 `\(cell.text)` 重复"), nil)
      case 1: meanings.append(found[0])
      case 0:
        complain(
          cell, "import.unknown-column",
          Bilingual("unknown column `\(cell.text)`", zh: "未知列 `\(cell.text)`"),
          didYouMean(cell.text, among: known.keys.sorted())
            ?? Bilingual(
              "columns: \(Self.names(own, forms).joined(separator: ", "))",
              zh: "可用的列：\(Self.names(own, forms).joined(separator: "、"))"))
      default:
        let names = found.map { "`\($0.form?.text ?? "").\($0.field)`" }
        complain(
          cell, "import.ambiguous-column",
          Bilingual(
            "several fields are called `\(cell.text)`", zh: "几个字段都叫 `\(cell.text)`"),
          Bilingual(
            "write \(names.joined(separator: " or "))", zh: "请写作 \(names.joined(separator: "或"))"))
      }
    }
    for (name, headings) in own
    where isUsable && !meanings.contains(Meaning(form: nil, field: FieldName(name))) {
      let other = headings.dropFirst().first ?? name
      report.append(
        Diagnostic(
          "import.missing-column",
          Bilingual("there is no column `\(name)`", zh: "缺少列 `\(other)`"),
          at: header.first?.span))
      isUsable = false
    }
    guard isUsable else { return nil }
    self.meanings = meanings
  }

  /// Every heading in lower case with what it can mean. The table's own go before fields of the same title.
  private static func known(own: [(name: String, headings: [String])], forms: [Form])
    -> [String: [Meaning]]
  {
    var known: [String: [Meaning]] = [:]
    for form in forms {
      for field in form.fields {
        let meaning = Meaning(form: form.name, field: field.name)
        known["\(form.name).\(field.name)".lowercased()] = [meaning]
        for heading in Set(
          [field.name.text, field.title.en, field.title.zh].map { $0.lowercased() })
        {
          known[heading, default: []].append(meaning)
        }
      }
    }
    for (name, headings) in own {
      for heading in [name] + headings {
        known[heading.lowercased()] = [Meaning(form: nil, field: FieldName(name))]
      }
    }
    return known
  }

  private static func names(_ own: [(name: String, headings: [String])], _ forms: [Form])
    -> [String]
  {
    own.map(\.name) + forms.flatMap { $0.fields.map(\.name.text) }
  }
}
