import CEL
import Diagnostics
import Engine

/// Reads the cases of a policy; every name and value is checked against the rulebook that they test.
///
/// A document that `extends` another brings the cases of that one with it, but for those it excepts: what a policy
/// promised, a policy on top of it still keeps.
package func loadPolicyCases(
  _ source: SourceFile, for rulebook: Rulebook, files: FileReading = .disk
) throws(DiagnosticReport) -> PolicyCases {
  let findings = Findings(kind: "cases")
  let layers = try CaseLayers(source, rulebook, findings, files)
  let cases = layers.read()
  try findings.throwErrors()
  return cases
}

/// The documents of cases that build on one another.
private struct CaseLayers {
  private let findings: Findings
  /// The most general first.
  private let documents: [PolicyCasesDocument]

  init(
    _ source: SourceFile, _ rulebook: Rulebook, _ findings: Findings, _ files: FileReading
  ) throws(DiagnosticReport) {
    var documents: [PolicyCasesDocument] = []
    var next: (source: SourceFile, policy: String)? = (source, rulebook.policy.name.text)
    var names: Set<String> = [source.name]
    while let (source, policy) = next {
      var syntax = DiagnosticReport()
      let root = YAMLReader.read(source, into: &syntax)
      findings.append(syntax)
      guard let root else { break }
      let document = PolicyCasesDocument(root, rulebook, findings)
      document.requireTests(policy)
      documents.append(document)
      next = nil
      guard let parent = document.parent else { continue }
      guard let found = Self.parent(parent, of: source, findings, files) else { continue }
      guard names.insert(found.name).inserted, documents.count < RulebookFinder.layerLimit else {
        findings.error(
          "extends-circle",
          Bilingual("`\(parent.text)` extends itself", zh: "`\(parent.text)` 循环继承"),
          at: parent.span)
        continue
      }
      next = (found, parent.text)
    }
    try findings.throwErrors()
    guard !documents.isEmpty else {
      throw DiagnosticReport([
        Diagnostic(
          "cases.empty", Bilingual("there are no cases to read", zh: "没有可读取的用例"), at: nil)
      ])
    }
    self.findings = findings
    self.documents = documents.reversed()
  }

  /// The cases of another policy, beside these.
  private static func parent(
    _ name: Scalar, of source: SourceFile, _ findings: Findings, _ files: FileReading
  ) -> SourceFile? {
    let folder = source.name.folder
    let ending = ".test.yaml"
    if name.text.isFileStem {
      let path = folder.joined(name.text + ending)
      if case .bytes(let bytes) = files.read(path) { return SourceFile(name: path, bytes: bytes) }
    }
    findings.unknown(
      "parent", Bilingual("cases of a policy", zh: "制度用例"), name.text, at: name.span,
      known: files.list(folder).filter { $0.hasSuffix(ending) }
        .map { String($0.dropLast(ending.count)) })
    return nil
  }

  func read() -> PolicyCases {
    var people: [Person] = []
    for document in documents {
      let own = document.people(known: people.map(\.id))
      people.removeAll { person in own.contains { $0.id == person.id } }
      people += own
    }
    let known = people.map(\.id)
    var situations: [String: PolicyCase.Situation] = [:]
    for document in documents { document.read(into: &situations, people: known) }
    // The first plan is the original, unless the situation says that it has changed since.
    situations = situations.mapValues { situation in
      var situation = situation
      situation.original.merge(situation.baseline) { original, _ in original }
      return situation
    }
    var today: CivilDate?
    var written: [PolicyCasesDocument.Written] = []
    for document in documents {
      for exception in document.exceptions {
        let count = written.count
        written.removeAll { $0.name.text == exception.text }
        guard written.count == count else { continue }
        findings.unknown(
          "case", Bilingual("case of the extended policy", zh: "上层制度的用例"), exception.text,
          at: exception.span, known: written.map(\.name.text))
      }
      today = document.today ?? today
      for (name, fields) in document.cases {
        if written.contains(where: { $0.name.text == name.text }) {
          findings.error(
            "repeated", Bilingual("two cases have this name", zh: "两个用例同名"), at: name.span)
        }
        written.append(.init(name: name, fields: fields, today: today, document: document))
      }
    }
    if today == nil {
      findings.error(
        "missing-key", Bilingual("the cases lack `today`", zh: "用例文件缺少 `today`"),
        at: documents.last?.fields.span)
    }
    let cases = written.compactMap { $0.document.read($0, situations, known) }
    return PolicyCases(people: people, cases: cases)
  }
}
