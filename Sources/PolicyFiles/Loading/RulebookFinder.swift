import Diagnostics
import Engine

/// Finds the documents that make up a rulebook: a policy's layers and the workflow that it governs.
///
/// `extends: NAME` is `NAME.yaml` beside the policy or in a given folder; `governs: NAME` is
/// `../Workflows/NAME.yaml` as seen from the policy, `NAME.yaml` beside it, or in a given folder. Given are by default
/// `Workflows` and `Policies` below the current folder: a draft may lie anywhere.
package struct RulebookFinder: Sendable {
  /// More layers than a person can keep in mind.
  static let layerLimit = 8

  private let files: FileReading
  private let folders: [String]

  /// `folders` are searched after the places beside the policy.
  package init(
    _ files: FileReading = .disk, folders: [String] = ["Workflows", "Policies"]
  ) {
    self.files = files
    self.folders = folders
  }

  /// The texts of the policy at a path; throws where a document is missing or is no YAML.
  ///
  /// Codes that begin with `file.` mean that the policy itself could not be read from disk.
  package func find(policy path: String) throws(DiagnosticReport) -> FoundSources {
    var layers: [Located] = []
    var next: String? = path
    while let path = next {
      let layer = try Located(path, files)
      layers.append(layer)
      next = try parent(of: layer, after: layers)
    }
    guard let governs = layers.lazy.compactMap({ $0.scalar("governs") }).first else {
      throw DiagnosticReport([
        Diagnostic(
          "policy.no-workflow",
          Bilingual("the policy does not say what it governs", zh: "制度未说明适用的流程"),
          at: Span(layers[0].source, 0..<0),
          help: Bilingual("add `governs: WORKFLOW`", zh: "请添加 `governs: 流程名`"))
      ])
    }
    let folder = governs.span.source.name.folder
    let places = [folder.joined("../Workflows"), folder] + folders
    let workflow = try document(governs, in: places, kind: .workflow)
    return FoundSources(workflow: workflow.source, layers: layers.reversed().map(\.source))
  }

  private func parent(of layer: Located, after layers: [Located]) throws(DiagnosticReport)
    -> String?
  {
    guard let extends = layer.scalar("extends") else { return nil }
    let places = [layer.source.name.folder] + folders
    let found = try document(extends, in: places, kind: .policy).source.name
    if layers.contains(where: { $0.source.name.fileName == found.fileName }) {
      throw DiagnosticReport([
        Diagnostic(
          "policy.extends-circle",
          Bilingual("`\(extends.text)` extends itself", zh: "`\(extends.text)` 循环继承"),
          at: extends.span)
      ])
    }
    if layers.count == Self.layerLimit {
      throw DiagnosticReport([
        Diagnostic(
          "policy.layers",
          Bilingual(
            "a policy has at most \(Self.layerLimit) layers", zh: "制度最多 \(Self.layerLimit) 层"),
          at: extends.span)
      ])
    }
    return found
  }

  private enum Kind {
    case policy, workflow

    var code: String {
      switch self {
      case .policy: "policy.unknown-parent"
      case .workflow: "policy.unknown-workflow"
      }
    }

    var word: Bilingual {
      switch self {
      case .policy: Bilingual("policy", zh: "制度")
      case .workflow: Bilingual("workflow", zh: "流程")
      }
    }
  }

  /// The first document of a name in the given folders.
  private func document(_ name: Scalar, in places: [String], kind: Kind)
    throws(DiagnosticReport) -> Located
  {
    var unique: [String] = []
    for place in places where !unique.contains(place) { unique.append(place) }
    let places = unique
    if name.text.isFileStem {
      for place in places {
        let path = place.joined("\(name.text).yaml")
        switch files.read(path) {
        case .bytes(let bytes): return try Located(SourceFile(name: path, bytes: bytes))
        case .absent: continue
        case .unreadable(let reason):
          throw DiagnosticReport([
            Diagnostic(
              kind.code,
              Bilingual("cannot read `\(path)`: \(reason)", zh: "无法读取 `\(path)`：\(reason)"),
              at: name.span)
          ])
        }
      }
    }
    let known = places.flatMap(files.list).filter { $0.hasSuffix(".yaml") }
      .map { String($0.dropLast(".yaml".count)) }
    let looked = places.map { "`\($0)`" }
    throw DiagnosticReport([
      Diagnostic(
        kind.code,
        Bilingual(
          "unknown \(kind.word.en) `\(name.text)`", zh: "未知\(kind.word.zh) `\(name.text)`"),
        at: name.span,
        notes: [
          .init(
            Bilingual(
              "looked for `\(name.text).yaml` in \(looked.joined(separator: ", "))",
              zh: "已在 \(looked.joined(separator: "、")) 中查找 `\(name.text).yaml`"))
        ],
        help: didYouMean(name.text, among: known))
    ])
  }
}

/// The documents of a rulebook as they were found, each with the path that the user knows it by.
package struct FoundSources: Sendable {
  package let workflow: SourceFile
  /// The most general first.
  package let layers: [SourceFile]

  /// What the digest covers and the store keeps: the texts, with file names free of folders.
  package var sources: RulebookSources {
    RulebookSources(workflow: workflow.document, layers: layers.map(\.document))
  }

  /// The report with files named by their paths instead of by their bare names.
  package func withPaths(_ report: DiagnosticReport) -> DiagnosticReport {
    let all = [workflow] + layers
    return report.mappingSpans { span in
      all.first { $0.name.fileName == span.source.name }.map { Span($0, span.range) } ?? span
    }
  }
}

extension SourceFile {
  fileprivate var document: RulebookSources.Document {
    .init(file: name.fileName, text: String(decoding: bytes, as: UTF8.self))
  }
}

extension DiagnosticReport {
  /// The same findings at other places.
  func mappingSpans(_ map: (Span) -> Span) -> DiagnosticReport {
    var report = DiagnosticReport(
      diagnostics.map { diagnostic in
        Diagnostic(
          diagnostic.code, diagnostic.message, at: diagnostic.span.map(map),
          severity: diagnostic.severity,
          notes: diagnostic.notes.map { .init($0.message, at: $0.span.map(map)) },
          help: diagnostic.help)
      })
    // Findings are omitted only from a full report, which counts whatever else is appended.
    if let last = diagnostics.last {
      for _ in 0..<omitted { report.append(last) }
    }
    return report
  }
}

/// A document on disk whose top-level names are looked at before anything is checked.
private struct Located {
  let source: SourceFile
  private let root: Node

  init(_ path: String, _ files: FileReading) throws(DiagnosticReport) {
    try self.init(files.source(path))
  }

  init(_ source: SourceFile) throws(DiagnosticReport) {
    self.source = source
    var report = DiagnosticReport()
    guard let root = YAMLReader.read(source, into: &report) else { throw report }
    self.root = root
  }

  /// The text of a top-level key; nil: absent or no text, which the document's own check reports.
  func scalar(_ key: String) -> Scalar? {
    guard case .mapping(let entries) = root.content,
      case .scalar(let scalar)? = entries.first(where: { $0.key.text == key })?.value.content,
      !scalar.isMissing
    else { return nil }
    return scalar
  }
}
