import CEL
import Diagnostics
import Engine

/// The measures and tables of a policy, put into every scope that has the names they need.
///
/// `overrun: request.budget / …` means something only where the request's form has a budget; a measure that fits nowhere is a mistake,
/// told as the scope that came closest tells it.
struct Quantities {
  let measures: [PolicyLayers.Item]
  let tables: [PolicyLayers.Item]
  let workflow: Workflow
  let findings: Findings

  func add(to projectScope: inout Scope, _ scopes: inout [ActionName: Scope]) {
    for item in measures { add(measure: item, to: &projectScope, &scopes) }
    for item in tables { add(table: item, to: &projectScope, &scopes) }
  }

  private func add(
    measure item: PolicyLayers.Item, to projectScope: inout Scope,
    _ scopes: inout [ActionName: Scope]
  ) {
    guard let name: MeasureName = findings.name(item.key), isFree(name.text, item.key.span)
    else { return }
    let what = Bilingual("measure `\(name)`", zh: "度量 `\(name)`")
    let fields = findings.fields(item.node, what, required: ["is"], optional: ["worse", "title"])
    var worse: Measure.Direction?
    if let scalar = fields["worse"].flatMap({
      findings.scalar($0, Bilingual("`up` or `down`", zh: "`up` 或 `down`"))
    }) {
      worse = Measure.Direction(rawValue: scalar.text)
      if worse == nil {
        findings.unknown(
          "direction", Bilingual("direction", zh: "方向"), scalar.text, at: scalar.span,
          known: ["up", "down"])
      }
    }
    guard
      let scalar = fields["is"].flatMap({
        findings.scalar($0, Bilingual("an expression", zh: "表达式"))
      })
    else { return }
    let title = findings.title(fields, of: name.text)
    fit(&projectScope, &scopes) { scope, suggesting in
      findings.compile(scalar, in: scope, suggesting: suggesting).map { expression in
        scope.add(Measure(name: name, title: title, expression: expression, worse: worse))
      }
    }
  }

  private func add(
    table item: PolicyLayers.Item, to projectScope: inout Scope,
    _ scopes: inout [ActionName: Scope]
  ) {
    guard let name: TableName = findings.name(item.key), isFree(name.text, item.key.span)
    else { return }
    let document = TableDocument(name: name, item.node, workflow, findings)
    fit(&projectScope, &scopes) { scope, suggesting in
      document.inputs(in: scope, suggesting: suggesting).map { inputs in
        if let table = document.table(inputs) { scope.add(table) }
      }
    }
  }

  /// Adds something to every scope where it compiles. Nowhere: the fewest complaints are reported.
  private func fit(
    _ projectScope: inout Scope, _ scopes: inout [ActionName: Scope],
    _ add: (_ to: inout Scope, _ suggesting: Bool) -> Result<Void, DiagnosticReport>
  ) {
    var failures: [DiagnosticReport] = []
    func fits(suggesting: Bool) -> Bool {
      var fits = false
      func attempt(_ scope: inout Scope) {
        switch add(&scope, suggesting) {
        case .success: fits = true
        case .failure(let report): failures.append(report)
        }
      }
      attempt(&projectScope)
      for action in workflow.actions {
        // In its place: a scope that is held twice is copied with all its names by whatever is added.
        guard let index = scopes.index(forKey: action.name) else { continue }
        attempt(&scopes.values[index])
      }
      return fits
    }
    // Few fit everywhere, and hints take longer than all the rest: they are for what fits nowhere.
    if fits(suggesting: false) { return }
    failures = []
    guard !fits(suggesting: true),
      let closest = failures.min(by: { $0.isFarther(than: $1) == false && $1.isFarther(than: $0) })
    else { return }
    findings.append(closest)
  }

  /// Whether a measure or table may have a name; one that means something else already is reported.
  private func isFree(_ name: String, _ span: Span) -> Bool {
    let taken =
      workflow.forms.map(\.name.text) + [
        "request", "baseline", "original", "project", "submitter", "now", "today", "limits",
        "duties", "windows",
      ]
    guard taken.contains(name) else { return true }
    findings.error(
      "reserved-name",
      Bilingual("`\(name)` means something else in expressions", zh: "`\(name)` 在表达式中另有含义"),
      at: span, help: Bilingual("choose another name", zh: "请换一个名称"))
    return false
  }
}

extension DiagnosticReport {
  /// More complaints are farther; of equally many, an unknown `request` as a whole is farther than an unknown field.
  fileprivate func isFarther(than other: DiagnosticReport) -> Bool {
    if diagnostics.count != other.diagnostics.count {
      return diagnostics.count > other.diagnostics.count
    }
    func specific(_ report: DiagnosticReport) -> Int {
      report.diagnostics.filter { $0.help != nil }.count
    }
    return specific(self) < specific(other)
  }
}
