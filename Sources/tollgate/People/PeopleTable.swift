import CEL
import Diagnostics
import Engine
import PolicyFiles

/// Reads people from a table: one a row, the columns named in the first.
enum PeopleTable {
  static let columns = [
    "id", "name", "name_zh", "rank", "manager", "ceiling", "accounts", "roles", "alias_of",
    "left_on",
  ]

  /// What columns may be called instead.
  private static let titles = [
    "编号": "id", "姓名": "name", "英文名": "name", "中文名": "name_zh", "中文姓名": "name_zh",
    "级别": "rank", "职级": "rank", "上级": "manager", "权限上限": "ceiling", "审批上限": "ceiling",
    "账号": "accounts", "角色": "roles", "同一人": "alias_of", "离职日期": "left_on",
    "chinese name": "name_zh", "left on": "left_on", "alias of": "alias_of",
  ]

  /// `roles` nil: whatever is named is taken for a role; `currency` nil: any will do. All mistakes are told at once.
  static func read(_ source: SourceFile, roles: Set<RoleName>?, currency: String?)
    throws(DiagnosticReport) -> [Person]
  {
    let rows = try CSVReader.rows(source)
    var reading = Reading(roles: roles, currency: currency)
    guard let header = rows.first, reading.take(header) else {
      if rows.isEmpty {
        reading.complain(
          Span(source, 0..<0), "people.empty", Bilingual("the file is empty", zh: "文件为空"))
      }
      throw reading.report
    }
    let people = rows.dropFirst().compactMap { reading.person($0) }
    if people.isEmpty, !reading.report.hasErrors {
      reading.complain(
        Span(source, 0..<0), "people.empty", Bilingual("the table has no rows", zh: "表中没有人员"))
    }
    if reading.report.hasErrors { throw reading.report }
    return people
  }

  private struct Reading {
    let roles: Set<RoleName>?
    let currency: String?
    var report = DiagnosticReport()
    private var names: [String] = []
    private var seen: Set<String> = []

    init(roles: Set<RoleName>?, currency: String?) {
      self.roles = roles
      self.currency = currency
    }

    /// Takes the names of the columns; false when they are unusable.
    mutating func take(_ header: [CSVReader.Cell]) -> Bool {
      for cell in header {
        let heading = cell.text.lowercased()
        let name = PeopleTable.titles[heading] ?? heading
        if !PeopleTable.columns.contains(name) {
          complain(
            cell.span, "people.unknown-column",
            Bilingual("unknown column `\(cell.text)`", zh: "未知列 `\(cell.text)`"),
            didYouMean(cell.text, among: PeopleTable.columns)
              ?? Bilingual(
                "columns: \(PeopleTable.columns.joined(separator: ", "))",
                zh: "可用的列：\(PeopleTable.columns.joined(separator: "、"))"))
        } else if names.contains(name) {
          complain(
            cell.span, "people.repeated-column",
            Bilingual("column `\(cell.text)` stands twice", zh: "列 `\(cell.text)` 重复"))
        }
        names.append(name)
      }
      for needed in ["id", "name"] where !names.contains(needed) {
        complain(
          header[0].span, "people.missing-column",
          Bilingual("there is no column `\(needed)`", zh: "缺少列 `\(needed)`"))
      }
      return !report.hasErrors
    }

    mutating func person(_ cells: [CSVReader.Cell]) -> Person? {
      guard cells.count == names.count else {
        complain(
          cells[0].span, "people.cells",
          Bilingual(
            "the row has \(cells.count) cells, the header \(names.count)",
            zh: "此行有 \(cells.count) 个单元格，表头有 \(names.count) 个"))
        return nil
      }
      let byName = Dictionary(zip(names, cells)) { first, _ in first }
      func cell(_ name: String) -> CSVReader.Cell? {
        byName[name].flatMap { $0.text.isEmpty ? nil : $0 }
      }
      func items(_ name: String) -> [String] {
        cell(name)?.text.split(separator: ";").map { String($0).trimmingBlanks } ?? []
      }
      guard let id = id(byName["id"]), let name = required(byName["name"], "name") else {
        return nil
      }
      let rank = cell("rank").flatMap { number($0) } ?? 0
      for role in items("roles") where roles?.contains(RoleName(role)) == false {
        complain(
          byName["roles"]?.span, "people.unknown-role",
          Bilingual("unknown role `\(role)`", zh: "未知角色 `\(role)`"),
          didYouMean(role, among: (roles ?? []).map(\.text).sorted()))
      }
      return Person(
        id: id, name: Bilingual(name, zh: cell("name_zh")?.text ?? name), rank: rank,
        manager: cell("manager").map { PersonID($0.text) },
        ceiling: cell("ceiling").flatMap { ceiling($0) }, accounts: items("accounts"),
        aliasOf: cell("alias_of").map { PersonID($0.text) },
        leftOn: cell("left_on").flatMap { date($0) },
        holdings: items("roles").map { Person.Holding(role: RoleName($0)) })
    }

    private mutating func required(_ cell: CSVReader.Cell?, _ name: String) -> String? {
      guard let cell, !cell.text.isEmpty else {
        complain(
          cell?.span, "people.missing",
          Bilingual("`\(name)` is empty", zh: "`\(name)` 为空"))
        return nil
      }
      return cell.text
    }

    private mutating func id(_ cell: CSVReader.Cell?) -> PersonID? {
      guard let text = required(cell, "id") else { return nil }
      guard PersonID.isValid(text) else {
        complain(
          cell?.span, "people.id",
          Bilingual("`\(text)` is no id", zh: "`\(text)` 不是有效编号"),
          Bilingual(
            "1 to 64 letters, digits and `.` `_` `-`, beginning with a letter or digit",
            zh: "1 至 64 个字母、数字或 `.` `_` `-`，以字母或数字开头"))
        return nil
      }
      guard seen.insert(text).inserted else {
        complain(
          cell?.span, "people.repeated",
          Bilingual("`\(text)` stands twice", zh: "`\(text)` 重复"))
        return nil
      }
      return PersonID(text)
    }

    private mutating func number(_ cell: CSVReader.Cell) -> Int? {
      if let number = Int(cell.text), (0...Person.highestRank).contains(number) { return number }
      complain(
        cell.span, "people.rank",
        Bilingual(
          "`\(cell.text)` is not a rank from 0 to \(Person.highestRank)",
          zh: "`\(cell.text)` 不是 0 至 \(Person.highestRank) 的级别"))
      return nil
    }

    private mutating func ceiling(_ cell: CSVReader.Cell) -> Ceiling? {
      do throws(Ceiling.Mistake) {
        return try Ceiling(text: cell.text, currency: currency)
      } catch {
        let form = Ceiling.form(currency)
        complain(
          cell.span, "people.ceiling",
          error.message(cell.text)
            ?? Bilingual("`\(cell.text)` is no ceiling", zh: "`\(cell.text)` 不是权限上限"),
          Bilingual("write \(form.en)", zh: "应为\(form.zh)"))
        return nil
      }
    }

    private mutating func date(_ cell: CSVReader.Cell) -> CivilDate? {
      if let date = CivilDate(cell.text) { return date }
      complain(
        cell.span, "people.date",
        Bilingual("`\(cell.text)` is not a date", zh: "`\(cell.text)` 不是日期"),
        Bilingual("write it as `2026-10-01`", zh: "应写作 `2026-10-01`"))
      return nil
    }

    mutating func complain(
      _ span: Span?, _ code: String, _ message: Bilingual, _ help: Bilingual? = nil
    ) {
      report.append(Diagnostic(code, message, at: span, help: help))
    }
  }
}

extension PersonID {
  /// Letters and digits of any script, `.`, `_` and `-` inside; at most 64 bytes.
  fileprivate static func isValid(_ text: String) -> Bool {
    guard (1...64).contains(text.utf8.count), let first = text.unicodeScalars.first,
      first.properties.isAlphabetic || first.properties.numericType != nil
    else { return false }
    return text.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
        || ".-_".unicodeScalars.contains($0)
    }
  }
}
