import Diagnostics

/// Reads one YAML document in the strict profile of policies.
///
/// Refuses what could make a policy read differently from what it does: anchors, aliases, tags,
/// directives, a second document, duplicate and non-scalar keys, invisible or reordering characters,
/// anything but UTF-8, and the texts that libyaml is known to misread. Bounded in size, depth and number
/// of values, and in time: hostile files are refused within milliseconds.
package enum YAMLReader {
  /// The tree of a document, and everything that is wrong with it.
  ///
  /// nil where there is no tree worth looking at: bytes that are no text, or text that is no YAML. A tree
  /// may come along with errors (a duplicate key), so that its contents can be checked in the same run;
  /// it must not be used otherwise.
  package static func read(_ source: SourceFile, into report: inout DiagnosticReport) -> Node? {
    let scan = ByteScan(source)
    report.append(contentsOf: scan.report)
    guard !scan.report.hasErrors else { return nil }
    var builder = TreeBuilder(source, start: scan.start)
    do throws(ParserProblem) {
      try EventParser.parse(source.bytes, from: scan.start) { builder.take($0) }
    } catch {
      report.append(contentsOf: builder.findings(complete: false))
      report.append(error.diagnostic(in: source))
      return nil
    }
    guard let root = builder.root else {
      report.append(contentsOf: builder.findings(complete: false))
      if builder.report.isEmpty {
        report.append(
          Diagnostic(
            "yaml.empty", Bilingual("the file holds no document", zh: "文件中没有文档"),
            at: Span(source, 0..<0)))
      }
      return nil
    }
    report.append(contentsOf: builder.findings(complete: true))
    return root
  }

  /// The tree of a document that nothing is wrong with.
  package static func read(_ source: SourceFile) throws(DiagnosticReport) -> Node {
    var report = DiagnosticReport()
    let node = read(source, into: &report)
    guard let node, !report.hasErrors else { throw report }
    return node
  }
}
