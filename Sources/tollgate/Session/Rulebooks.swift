import Diagnostics
import Engine
import PolicyFiles

/// Rule documents: read from disk, checked and compiled.
enum Rulebooks {
  /// A rulebook with the texts that it was made from.
  struct Loaded {
    let rulebook: Rulebook
    let sources: RulebookSources
    /// The texts with the paths that the user knows them by.
    let files: [SourceFile]
  }

  /// Compiles the texts of a rulebook, wherever they were kept.
  static let compile: Service.Compiler = { sources in
    try loadRulebook(sources: sources, timeZones: Clock.zones, sha256: Hashing.sha256)
  }

  /// The rulebook of a policy on disk, with the layers and the workflow it names. Places are told by the paths given.
  static func load(policy path: String) throws -> Loaded {
    let (found, rulebook) = try reading { () throws(DiagnosticReport) in
      try RulebookFinder().load(
        policy: path, timeZones: Clock.zones, sha256: Hashing.sha256)
    }
    return Loaded(
      rulebook: rulebook, sources: found.sources, files: [found.workflow] + found.layers)
  }

  static func load(workflow path: String) throws -> Workflow {
    try loadWorkflow(try source(path))
  }

  /// The fields of a form written in a YAML file, as they would be typed.
  static func formValues(_ path: String) throws -> [(field: FieldName, text: String)] {
    try FormValuesDocument.read(try source(path)).map { (FieldName($0.field), $0.text) }
  }

  /// The merged policy as one document, each rule with the place it comes from.
  static func effective(_ sources: RulebookSources) throws -> String {
    try effectiveDocument(sources)
  }

  /// The people in a YAML file. `roles` nil: whatever is named is taken for a role.
  static func people(
    _ source: SourceFile, roles: Set<RoleName>?, known: Set<PersonID>, currency: String?
  ) throws -> [Person] {
    try loadDirectory(source, roles: roles?.sorted(), known: known, currency: currency)
  }

  static func source(_ path: String) throws -> SourceFile {
    try reading { () throws(DiagnosticReport) in try FileReading.disk.source(path) }
  }

  /// A file that is not there or cannot be read is the system's matter, not a mistake in a policy.
  private static func reading<T>(_ read: () throws(DiagnosticReport) -> T) throws -> T {
    do {
      return try read()
    } catch {
      guard let first = error.diagnostics.first, first.code.hasPrefix("file."), first.span == nil
      else { throw error }
      throw Failure.system(first.message, help: first.help)
    }
  }
}
