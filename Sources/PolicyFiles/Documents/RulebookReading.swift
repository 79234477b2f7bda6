import CEL
import Diagnostics
import Engine

/// Reads, checks and compiles a workflow and the layers of a policy over it.
///
/// All problems of all texts are reported at once, in the order of files and places, at most 100.
public func loadRulebook(
  sources: RulebookSources, timeZones: TimeZoneRules, sha256: DigestFunction
) throws(DiagnosticReport) -> Rulebook {
  let digest = sources.digest(sha256)
  let (workflowFindings, document, workflow) = readWorkflow(SourceFile(sources.workflow))
  var report = workflowFindings.report
  let findings = Findings(kind: "policy")
  var roots: [Node] = []
  for layer in sources.layers {
    var syntax = DiagnosticReport()
    if let root = YAMLReader.read(SourceFile(layer), into: &syntax) { roots.append(root) }
    findings.append(syntax)
  }
  // A policy is checked against a workflow that may itself have mistakes: its names are known all the same.
  let read = workflow.flatMap { workflow in
    roots.count == sources.layers.count && !roots.isEmpty
      ? PolicyDocument.read(
        roots, for: workflow, document, timeZones: timeZones, findings) : nil
  }
  report.append(contentsOf: findings.report)
  if report.hasErrors { throw report.sorted() }
  guard let workflow, let (policy, projectScope) = read else {
    throw DiagnosticReport([
      Diagnostic("policy.empty", Bilingual("there is no policy to read", zh: "没有可读取的制度"), at: nil)
    ])
  }
  return Rulebook(
    digest: digest, workflow: workflow, policy: policy, projectScope: projectScope)
}

/// Reads and checks a workflow by itself.
public func loadWorkflow(_ source: SourceFile) throws(DiagnosticReport) -> Workflow {
  let (findings, _, workflow) = readWorkflow(source)
  try findings.throwErrors()
  guard let workflow else {
    throw DiagnosticReport([
      Diagnostic(
        "workflow.empty", Bilingual("there is no workflow to read", zh: "没有可读取的流程"), at: nil)
    ])
  }
  return workflow
}

private func readWorkflow(_ source: SourceFile) -> (Findings, Node?, Workflow?) {
  let findings = Findings(kind: "workflow")
  var syntax = DiagnosticReport()
  let root = YAMLReader.read(source, into: &syntax)
  findings.append(syntax)
  return (findings, root, root.flatMap { WorkflowDocument.read($0, findings) })
}

extension SourceFile {
  init(_ document: RulebookSources.Document) {
    self.init(name: document.file, text: document.text)
  }
}
