import CEL
import Diagnostics
import Engine

/// A document of cases: `tests`, `extends`, `except`, `today`, `people`, `situations`, `cases`.
struct PolicyCasesDocument {
  static let keys = (
    required: ["tests", "cases"],
    optional: ["extends", "except", "today", "people", "situations"]
  )
  static let personKeys = ["name", "rank", "manager", "ceiling", "roles", "alias_of", "left_on"]
  static let caseKeys = (
    required: ["case", "expect"],
    optional: ["given", "with", "today", "by", "action", "request", "reason"]
  )

  let findings: Findings
  let rulebook: Rulebook
  let fields: Fields

  init(_ root: Node, _ rulebook: Rulebook, _ findings: Findings) {
    self.findings = findings
    self.rulebook = rulebook
    fields = findings.fields(
      root, Bilingual("the cases", zh: "用例文件"), required: Self.keys.required,
      optional: Self.keys.optional)
  }

  var workflow: Workflow { rulebook.workflow }

  /// The policy whose cases run here too, as it is written; nil: the document stands alone.
  var parent: Scalar? {
    fields["extends"].flatMap {
      findings.scalar($0, Bilingual("the name of a policy", zh: "制度名称"))
    }
  }

  /// The names of cases of documents below that do not hold here.
  var exceptions: [Scalar] {
    fields["except"].map { findings.elements($0, Bilingual("names of cases", zh: "用例名称")) }?
      .compactMap { findings.scalar($0, Bilingual("the name of a case", zh: "用例名称")) } ?? []
  }

  var today: CivilDate? { fields["today"].flatMap(findings.date) }

  /// Refuses cases that are about another policy.
  func requireTests(_ policy: String) {
    guard
      let tests = fields["tests"].flatMap({
        findings.scalar($0, Bilingual("the name of a policy", zh: "制度名称"))
      }), tests.text != policy
    else { return }
    findings.error(
      "other-policy",
      Bilingual(
        "tests `\(tests.text)`, but was given policy `\(policy)`",
        zh: "测试 `\(tests.text)`，但给出的制度为 `\(policy)`"), at: tests.span)
  }

  /// Reads situations over those of documents below: of one name they merge.
  func read(into situations: inout [String: PolicyCase.Situation], people: [PersonID]) {
    for entry in fields["situations"].map({
      findings.entries($0, Bilingual("situations by name", zh: "情形"))
    }) ?? [] {
      findings.read(
        entry.value, into: &situations[entry.key.text, default: .init()], rulebook, people: people)
    }
  }

  /// The people of this document; others may report to those of documents below.
  func people(known: [PersonID]) -> [Person] {
    guard let node = fields["people"] else { return [] }
    let entries = findings.entries(node, Bilingual("people by id", zh: "人员"))
    let known = known + entries.map { PersonID($0.key.text) }
    let what = Bilingual("person", zh: "人员")
    let roles =
      workflow.roles.filter { $0.extent == .company }.map(\.name) + [Role.administrator]
    return entries.map { entry in
      let fields = findings.fields(
        entry.value, Bilingual("person `\(entry.key.text)`", zh: "人员 `\(entry.key.text)`"),
        optional: Self.personKeys)
      return Person(
        id: PersonID(entry.key.text),
        name: fields["name"].flatMap(findings.bilingual) ?? Bilingual(verbatim: entry.key.text),
        rank: fields["rank"].flatMap { findings.integer($0, in: 0...100) } ?? 0,
        manager: fields["manager"].flatMap {
          findings.reference($0, "person", what, among: known)
        },
        ceiling: fields["ceiling"].flatMap {
          findings.ceiling($0, currency: workflow.currency)
        },
        aliasOf: fields["alias_of"].flatMap {
          findings.reference($0, "person", what, among: known)
        },
        leftOn: fields["left_on"].flatMap(findings.date),
        holdings: (fields["roles"].map {
          findings.references(
            $0, "role", Bilingual("role of the company", zh: "公司角色"), among: roles)
        } ?? []).map { .init(role: $0) })
    }
  }

  /// A case as it is written; its keys have been checked.
  struct Written {
    let name: Scalar
    let fields: Fields
    /// The day of its document; nil: none is given.
    let today: CivilDate?
    let document: PolicyCasesDocument
  }

  /// The cases with their names.
  var cases: [(name: Scalar, fields: Fields)] {
    guard let node = fields["cases"] else { return [] }
    let elements = findings.elements(node, Bilingual("cases", zh: "用例"))
    if elements.isEmpty, !findings.report.hasErrors {
      findings.error("none", Bilingual("there is no case", zh: "没有任何用例"), at: node.span)
    }
    return elements.compactMap { node in
      let fields = findings.fields(
        node, Bilingual("a case", zh: "用例"), required: Self.caseKeys.required,
        optional: Self.caseKeys.optional)
      return fields["case"].flatMap {
        findings.scalar($0, Bilingual("a name", zh: "名称"))
      }.map { ($0, fields) }
    }
  }

  func read(
    _ written: Written, _ situations: [String: PolicyCase.Situation], _ people: [PersonID]
  ) -> PolicyCase? {
    let fields = written.fields
    var situation = PolicyCase.Situation()
    if let given = fields["given"].flatMap({
      findings.scalar($0, Bilingual("the name of a situation", zh: "情形名称"))
    }) {
      if let known = situations[given.text] {
        situation = known
      } else {
        findings.unknown(
          "situation", Bilingual("situation", zh: "情形"), given.text, at: given.span,
          known: situations.keys.sorted())
      }
    }
    if let with = fields["with"] {
      let plan = situation.original
      findings.read(with, into: &situation, rulebook, people: people)
      if plan.isEmpty { situation.original.merge(situation.baseline) { original, _ in original } }
    }
    let submission = submission(fields, people)
    let expectation = fields["expect"].map { node in
      findings.expectation(
        node, action(fields), rulebook, people: people)
    }
    guard let day = fields["today"].flatMap(findings.date) ?? written.today, let expectation else {
      return nil
    }
    return PolicyCase(
      name: written.name.text, place: Place(written.name.span), today: day, situation: situation,
      submission: submission, expectation: expectation)
  }

  /// The action that a case asks for, whatever else of it is wrong; nil: it asks for none.
  private func action(_ fields: Fields) -> Action? {
    guard case .scalar(let name)? = fields["action"]?.content else { return nil }
    return workflow[action: ActionName(name.text)]
  }

  private func submission(_ fields: Fields, _ people: [PersonID]) -> PolicyCase.Submission? {
    guard let node = fields["action"] else {
      for key in ["by", "request", "reason"] where fields[key] != nil {
        findings.error(
          "missing-key",
          Bilingual("`\(key)` says nothing without `action`", zh: "没有 `action` 时 `\(key)` 无意义"),
          at: fields.keySpan(key))
      }
      return nil
    }
    let action = findings.reference(
      node, "action", Bilingual("action", zh: "动作"), among: workflow.actions.map(\.name))
    guard let by = fields["by"] else {
      findings.error(
        "missing-key",
        Bilingual("the case does not say who submits: `by`", zh: "用例未说明由谁提交：`by`"), at: node.span)
      return nil
    }
    let person = findings.reference(by, "person", Bilingual("person", zh: "人员"), among: people)
    let reason = fields["reason"].flatMap {
      findings.scalar($0, Bilingual("a text", zh: "文字"))
    }
    guard let action, let person else { return nil }
    let form = workflow[action: action]?.form.flatMap { workflow[form: $0] }
    var values: [FieldName: String] = [:]
    var attached: [FieldName] = []
    let typed = fields["request"].map { findings.typed($0, form: form) } ?? []
    for (field, text) in typed {
      if case .file = field.type {
        attached.append(field.name)
      } else {
        values[field.name] = text
      }
    }
    return PolicyCase.Submission(
      by: person, action: action, values: values, attached: attached, reason: reason?.text ?? "")
  }
}
