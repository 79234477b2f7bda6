import Diagnostics
import Engine

/// Reads the document that says where notifications go.
///
/// ```yaml
/// notify: acme
/// sinks:
///   mail:
///     command: [/usr/sbin/sendmail, -i, -t]
///     from: tollgate@example.com
///   chat:
///     webhook: https://chat.example.com/hooks/tollgate
///     secret: {file: webhook.secret}
///     kinds: [asked, vacancy]
///   log: {file: notifications.jsonl}
/// addresses: {default: "{id}@example.com", people: {chen: chen.ming@example.com}}
/// languages: {default: zh, people: {smith: en}}
/// give_up_after: 3 days
/// keep: 30 days
/// ```
package enum NotifyDocument {
  package static let keys = (
    required: ["notify", "sinks"],
    optional: ["addresses", "languages", "give_up_after", "keep"]
  )
  package static let sinkKeys = [
    "command", "from", "webhook", "secret", "file", "kinds", "timeout",
  ]

  /// Every mistake is told at once, at most 100.
  package static func read(_ source: SourceFile) throws(DiagnosticReport) -> DeliveryPlan {
    let findings = Findings(kind: "notify")
    var syntax = DiagnosticReport()
    let root = YAMLReader.read(source, into: &syntax)
    findings.append(syntax)
    let plan = root.flatMap { NotifyReader($0, findings).read() }
    try findings.throwErrors()
    guard let plan else {
      throw DiagnosticReport([
        Diagnostic(
          "notify.empty", Bilingual("the document is empty", zh: "文档为空"), at: nil)
      ])
    }
    return plan
  }
}

private struct NotifyReader {
  private let findings: Findings
  private let fields: Fields

  init(_ node: Node, _ findings: Findings) {
    self.findings = findings
    fields = findings.fields(
      node, Bilingual("the document", zh: "文档"), required: NotifyDocument.keys.required,
      optional: NotifyDocument.keys.optional)
  }

  func read() -> DeliveryPlan? {
    let name: Name<DeliveryPlan>? = fields["notify"].flatMap {
      findings.name($0, Bilingual("the name", zh: "名称"), hyphens: true)
    }
    let addresses = addresses()
    let languages = languages()
    let sinks = sinks()
    // Three days carry a notification over a weekend's outage; later it is stale rather than late.
    let giveUpAfter = duration("give_up_after", 60...30 * 86_400, otherwise: 3 * 86_400)
    let keep = duration("keep", 3600...366 * 86_400, otherwise: 30 * 86_400)
    guard let name else { return nil }
    return DeliveryPlan(
      name: name, sinks: sinks, addresses: addresses, language: languages.common,
      languages: languages.people, giveUpAfter: giveUpAfter, keep: keep)
  }

  private func duration(_ key: String, _ range: ClosedRange<Int>, otherwise: Int) -> Int {
    fields[key].flatMap { findings.duration($0, in: range) } ?? otherwise
  }

  private func sinks() -> [DeliveryPlan.Sink] {
    guard let node = fields["sinks"] else { return [] }
    let entries = findings.entries(node, Bilingual("sinks by name", zh: "各渠道"))
    return entries.compactMap { entry in
      guard let name: Name<DeliveryPlan.Sink> = findings.name(entry.key) else { return nil }
      return SinkReader(name.text, entry, findings).read()
    }
  }

  private func addresses() -> DeliveryPlan.Addresses {
    guard let node = fields["addresses"] else { return .none }
    let parts = findings.fields(
      node, Bilingual("`addresses`", zh: "`addresses`"), optional: ["default", "people"])
    var people: [PersonID: MailAddress] = [:]
    if let node = parts["people"] {
      for entry in findings.entries(node, Bilingual("addresses by person", zh: "各人员的地址")) {
        people[PersonID(entry.key.text)] = findings.address(entry.value)
      }
    }
    return DeliveryPlan.Addresses(
      template: parts["default"].flatMap(findings.addressTemplate), people: people)
  }

  private func languages() -> (common: Language?, people: [PersonID: Language]) {
    guard let node = fields["languages"] else { return (nil, [:]) }
    let parts = findings.fields(
      node, Bilingual("`languages`", zh: "`languages`"), optional: ["default", "people"])
    var people: [PersonID: Language] = [:]
    if let node = parts["people"] {
      for entry in findings.entries(node, Bilingual("languages by person", zh: "各人员的语言")) {
        people[PersonID(entry.key.text)] = language(entry.value)
      }
    }
    return (parts["default"].flatMap(language), people)
  }

  private func language(_ node: Node) -> Language? {
    let what = Bilingual("`en` or `zh`", zh: "`en` 或 `zh`")
    guard let scalar = findings.scalar(node, what) else { return nil }
    guard let language = Language(rawValue: scalar.text) else {
      findings.expected(what, node)
      return nil
    }
    return language
  }
}
