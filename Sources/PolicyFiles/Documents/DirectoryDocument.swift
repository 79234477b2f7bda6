import CEL
import Diagnostics
import Engine

/// Reads the people of a company.
///
/// ```yaml
/// directory: acme
/// people:
///   li.wei:
///     name: {en: Li Wei, zh: 李伟}
///     rank: 3
///     manager: zhao.min
///     ceiling: 200000 CNY
///     absences: [{from: 2026-10-01, until: 2026-10-08, reason: leave}]
///     accounts: [liwei]
///     roles: [sales_director, {role: executive, from: 2026-01-01, until: 2027-01-01}]
/// ```
struct DirectoryDocument {
  private let findings: Findings
  /// nil: any name will do.
  private let roles: [RoleName]?
  private let known: Set<PersonID>
  /// The company's; nil: not known yet.
  private let currency: String?

  /// The people in the order of the file, as far as they could be read; what is wrong stands in `findings`.
  ///
  /// `known` are people who are in the directory already: managers and aliases may refer to them.
  static func read(
    _ root: Node, roles: [RoleName]?, known: Set<PersonID>, currency: String?,
    _ findings: Findings
  ) -> [Person] {
    let fields = findings.fields(
      root, Bilingual("the directory", zh: "人员目录"), required: ["people"], optional: ["directory"])
    _ = fields["directory"].flatMap { node -> Name<Directory>? in
      findings.name(node, Bilingual("the directory's name", zh: "目录名称"), hyphens: true)
    }
    guard let people = fields["people"] else { return [] }
    return DirectoryDocument(
      findings: findings, roles: roles, known: known, currency: currency
    ).people(people)
  }

  private struct Entry {
    let person: Person
    let key: Scalar
    let fields: Fields
  }

  private func people(_ node: Node) -> [Person] {
    let items = findings.entries(node, Bilingual("people by id", zh: "人员"))
    if items.isEmpty {
      findings.error(
        "empty", Bilingual("there are no people", zh: "没有任何人员"), at: node.span)
    }
    let entries = items.compactMap(person)
    checkReferences(entries, among: Set(items.map { PersonID($0.key.text) }).union(known))
    checkCircles(entries)
    checkAccounts(entries)
    return entries.map(\.person)
  }

  private func person(_ item: Node.Entry) -> Entry? {
    guard let id: PersonID = id(item.key) else { return nil }
    let what = Bilingual("person `\(id)`", zh: "人员 `\(id)`")
    let fields = findings.fields(
      item.value, what, required: ["name"],
      optional: [
        "rank", "manager", "ceiling", "accounts", "alias_of", "left_on", "roles", "absences",
      ])
    let someone = Bilingual("a person's id", zh: "人员编号")
    let person = Person(
      id: id,
      name: fields["name"].flatMap(findings.bilingual) ?? Bilingual(verbatim: id.text),
      rank: fields["rank"].flatMap { findings.integer($0, in: 0...Person.highestRank) } ?? 0,
      manager: fields["manager"].flatMap { findings.scalar($0, someone) }.map { Name($0.text) },
      ceiling: fields["ceiling"].flatMap { findings.ceiling($0, currency: currency) },
      accounts: fields["accounts"].map(accounts) ?? [],
      aliasOf: fields["alias_of"].flatMap { findings.scalar($0, someone) }.map { Name($0.text) },
      leftOn: fields["left_on"].flatMap(findings.date),
      holdings: fields["roles"].map(holdings) ?? [],
      absences: fields["absences"].map(findings.absences) ?? [])
    return Entry(person: person, key: item.key, fields: fields)
  }

  /// `li.wei`: what people are called on the command line and in every record.
  private func id(_ key: Scalar) -> PersonID? {
    let bytes = Array(key.text.utf8)
    let isID =
      (1...64).contains(bytes.count) && bytes.first != UInt8(ascii: "-")
      && bytes.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
    guard isID else {
      findings.error(
        "invalid-id",
        Bilingual(
          "`\(key.text.prefix(64))` cannot be an id", zh: "`\(key.text.prefix(64))` 不能作编号"),
        at: key.span,
        help: Bilingual(
          "lower-case letters, digits, `.`, `_` and `-`, at most 64",
          zh: "小写字母、数字、`.`、`_` 和 `-`，最多 64 个"))
      return nil
    }
    return PersonID(key.text)
  }

  private func accounts(_ node: Node) -> [String] {
    findings.elements(node, Bilingual("accounts", zh: "账号")).compactMap {
      findings.scalar($0, Bilingual("a login of the operating system", zh: "操作系统账号"))?.text
    }
  }

  private func holdings(_ node: Node) -> [Person.Holding] {
    var holdings: [Person.Holding] = []
    for element in findings.elements(node, Bilingual("roles", zh: "角色")) {
      guard let holding = holding(element) else { continue }
      if holdings.contains(where: { $0.overlaps(holding) }) {
        findings.error(
          "repeated",
          Bilingual(
            "role `\(holding.role)` is given twice for the same days",
            zh: "角色 `\(holding.role)` 在同一时段重复"), at: element.span)
      } else {
        holdings.append(holding)
      }
    }
    return holdings
  }

  private func holding(_ node: Node) -> Person.Holding? {
    guard case .mapping = node.content else { return role(node).map { .init(role: $0) } }
    let fields = findings.fields(
      node, Bilingual("a role", zh: "角色"), required: ["role"], optional: ["from", "until"])
    let from = fields["from"].flatMap(findings.date)
    let until = fields["until"].flatMap(findings.date)
    if let from, let until, until <= from {
      findings.error(
        "empty-range",
        Bilingual(
          "the role ends before it begins; `until` is the first day it is no longer held",
          zh: "角色在开始之前结束；`until` 为不再担任的第一天"), at: fields["until"]?.span)
    }
    return fields["role"].flatMap(role).map { .init(role: $0, from: from, until: until) }
  }

  private func role(_ node: Node) -> RoleName? {
    let what = Bilingual("role", zh: "角色")
    guard let roles else { return findings.name(node, what) }
    return findings.reference(node, "role", what, among: roles)
  }

  private func checkReferences(_ entries: [Entry], among everybody: Set<PersonID>) {
    for entry in entries {
      for (key, target) in [
        ("manager", entry.person.manager), ("alias_of", entry.person.aliasOf),
      ] {
        guard let target, let span = entry.fields[key]?.span else { continue }
        if target == entry.person.id {
          findings.error(
            "circle",
            Bilingual("`\(target)` refers to itself", zh: "`\(target)` 指向自身"), at: span)
        } else if !everybody.contains(target) {
          findings.unknown(
            "person", Bilingual("person", zh: "人员"), target.text, at: span,
            known: everybody.map(\.text).sorted())
        }
      }
    }
  }

  /// Reporting lines that lead back, and aliases of aliases: each human has one entry that others point to.
  private func checkCircles(_ entries: [Entry]) {
    let managers = Dictionary(
      entries.compactMap { entry in entry.person.manager.map { (entry.person.id, $0) } }
    ) { first, _ in first }
    var done: Set<PersonID> = []
    for entry in entries {
      var line: [PersonID] = [entry.person.id]
      while let next = managers[line[line.count - 1]], !done.contains(next) {
        if let start = line.firstIndex(of: next) {
          if line.count - start > 1 { refuseCircle(Array(line[start...]), entries) }
          break
        }
        line.append(next)
      }
      done.formUnion(line)
    }
    let aliases = Set(entries.filter { $0.person.aliasOf != nil }.map(\.person.id))
    for entry in entries {
      guard let target = entry.person.aliasOf, target != entry.person.id, aliases.contains(target)
      else { continue }
      findings.error(
        "alias-of-alias",
        Bilingual("`\(target)` is itself an alias", zh: "`\(target)` 本身也是别名"),
        at: entry.fields["alias_of"]?.span,
        help: Bilingual("name the human's own entry", zh: "请指向本人的条目"))
    }
  }

  private func refuseCircle(_ circle: [PersonID], _ entries: [Entry]) {
    let line = (circle + circle.prefix(1)).map(\.text).joined(separator: " → ")
    findings.error(
      "circle",
      Bilingual("a reporting line leads back: \(line)", zh: "汇报关系成环：\(line)"),
      at: entries.first { $0.person.id == circle.last }?.fields["manager"]?.span)
  }

  /// A login is one person.
  private func checkAccounts(_ entries: [Entry]) {
    var owners: [String: (PersonID, Span)] = [:]
    for entry in entries {
      guard let node = entry.fields["accounts"], case .sequence(let elements) = node.content
      else { continue }
      for case .scalar(let scalar) in elements.map(\.content) where !scalar.text.isEmpty {
        if let (owner, span) = owners[scalar.text] {
          findings.error(
            "repeated",
            Bilingual(
              "account `\(scalar.text)` belongs to `\(owner)`",
              zh: "账号 `\(scalar.text)` 属于 `\(owner)`"
            ),
            at: scalar.span, notes: [.init(Bilingual("given here", zh: "在此给出"), at: span)])
        } else {
          owners[scalar.text] = (entry.person.id, scalar.span)
        }
      }
    }
  }
}

extension Person.Holding {
  /// Whether both give the same role on some day.
  fileprivate func overlaps(_ other: Person.Holding) -> Bool {
    guard role == other.role else { return false }
    let startsBeforeOtherEnds = from.map { from in other.until.map { from < $0 } ?? true } ?? true
    let otherStartsBeforeEnd = other.from.map { from in until.map { from < $0 } ?? true } ?? true
    return startsBeforeOtherEnds && otherStartsBeforeEnd
  }
}

/// Reads the people of a company from YAML, all mistakes at once.
///
/// `roles`: the names of the roles that may be held, nil where the caller does not know them; `known`: who is in
/// the directory already; `currency`: that of ceilings, nil where none is in force yet.
public func loadDirectory(
  _ source: SourceFile, roles: [RoleName]? = nil, known: Set<PersonID> = [],
  currency: String? = nil
) throws(DiagnosticReport) -> [Person] {
  let findings = Findings(kind: "directory")
  var syntax = DiagnosticReport()
  let root = YAMLReader.read(source, into: &syntax)
  findings.append(syntax)
  let people = root.map {
    DirectoryDocument.read($0, roles: roles, known: known, currency: currency, findings)
  }
  try findings.throwErrors()
  return people ?? []
}
