import CEL
import Diagnostics
import Engine

/// Reads the cases of a policy; every name and value is checked against the rulebook that they test.
package func loadPolicyCases(
  _ source: SourceFile, for rulebook: Rulebook
) throws(DiagnosticReport) -> PolicyCases {
  let findings = Findings(kind: "cases")
  var syntax = DiagnosticReport()
  let root = YAMLReader.read(source, into: &syntax)
  findings.append(syntax)
  let cases = root.map { PolicyCasesDocument($0, rulebook, findings).read() }
  try findings.throwErrors()
  guard let cases else {
    throw DiagnosticReport([
      Diagnostic("cases.empty", Bilingual("there are no cases to read", zh: "没有可读取的用例"), at: nil)
    ])
  }
  return cases
}

/// A document of cases: `tests`, `today`, `people`, `situations`, `cases`.
struct PolicyCasesDocument {
  static let keys = (
    required: ["tests", "today", "people", "cases"], optional: ["situations"]
  )
  static let personKeys = ["name", "rank", "manager", "ceiling", "roles", "alias_of", "left_on"]
  static let caseKeys = (
    required: ["case", "expect"],
    optional: ["given", "with", "today", "by", "action", "request", "reason"]
  )

  let findings: Findings
  let rulebook: Rulebook
  private let fields: Fields

  init(_ root: Node, _ rulebook: Rulebook, _ findings: Findings) {
    self.findings = findings
    self.rulebook = rulebook
    fields = findings.fields(
      root, Bilingual("the cases", zh: "用例文件"), required: Self.keys.required,
      optional: Self.keys.optional)
  }

  var workflow: Workflow { rulebook.workflow }

  func read() -> PolicyCases {
    if let tests = fields["tests"].flatMap({
      findings.scalar($0, Bilingual("the name of a policy", zh: "制度名称"))
    }), tests.text != rulebook.policy.name.text {
      findings.error(
        "other-policy",
        Bilingual(
          "tests `\(tests.text)`, but was given policy `\(rulebook.policy.name)`",
          zh: "测试 `\(tests.text)`，但给出的制度为 `\(rulebook.policy.name)`"), at: tests.span)
    }
    let people = people()
    let known = people.map(\.id)
    let today = fields["today"].flatMap(findings.date)
    var situations: [String: PolicyCase.Situation] = [:]
    for entry in fields["situations"].map({
      findings.entries($0, Bilingual("situations by name", zh: "情形"))
    }) ?? [] {
      var situation = PolicyCase.Situation()
      findings.read(entry.value, into: &situation, workflow, people: known)
      // The first plan is the original, unless the situation says that it has changed since.
      situation.original.merge(situation.baseline) { original, _ in original }
      situations[entry.key.text] = situation
    }
    var names: Set<String> = []
    let cases = fields["cases"].map { node in
      findings.elements(node, Bilingual("cases", zh: "用例")).compactMap {
        read(case: $0, today, situations, known, &names)
      }
    }
    if let node = fields["cases"], cases?.isEmpty == true, !findings.report.hasErrors {
      findings.error("none", Bilingual("there is no case", zh: "没有任何用例"), at: node.span)
    }
    return PolicyCases(people: people, cases: cases ?? [])
  }

  private func people() -> [Person] {
    guard let node = fields["people"] else { return [] }
    let entries = findings.entries(node, Bilingual("people by id", zh: "人员"))
    let known = entries.map { PersonID($0.key.text) }
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

  private func read(
    case node: Node, _ today: CivilDate?, _ situations: [String: PolicyCase.Situation],
    _ people: [PersonID], _ names: inout Set<String>
  ) -> PolicyCase? {
    let fields = findings.fields(
      node, Bilingual("a case", zh: "用例"), required: Self.caseKeys.required,
      optional: Self.caseKeys.optional)
    guard let name = fields["case"].flatMap({ findings.scalar($0, Bilingual("a name", zh: "名称")) })
    else { return nil }
    if !names.insert(name.text).inserted {
      findings.error(
        "repeated", Bilingual("two cases have this name", zh: "两个用例同名"), at: name.span)
    }
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
      findings.read(with, into: &situation, workflow, people: people)
      if plan.isEmpty { situation.original.merge(situation.baseline) { original, _ in original } }
    }
    let submission = submission(fields, people)
    let expectation = fields["expect"].map { node in
      findings.expectation(
        node, submission.flatMap { workflow[action: $0.action] }, rulebook, people: people)
    }
    guard let day = fields["today"].flatMap(findings.date) ?? today, let expectation else {
      return nil
    }
    return PolicyCase(
      name: name.text, place: Place(name.span), today: day, situation: situation,
      submission: submission, expectation: expectation)
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
