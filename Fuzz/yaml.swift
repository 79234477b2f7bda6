import CEL
import Diagnostics
import Engine
import PolicyFiles

/// Reads the input as every kind of document there is.
///
/// The first byte chooses the kind: a workflow, a policy over a small workflow, a directory, a form's values. Nothing may
/// trap; what is refused has an error, and places lie within the text; two readings find the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzYAML(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let source = SourceFile(name: "fuzz.yaml", bytes: Array(bytes.dropFirst()))
  let kind = bytes[0] & 3
  let first = reading(source, kind)
  precondition(first == reading(source, kind), "two readings differ")
  return 0
}

/// What reading came to: nothing, or the codes and places of what is wrong.
private func reading(_ source: SourceFile, _ kind: UInt8) -> [String] {
  do throws(DiagnosticReport) {
    switch kind {
    case 0: _ = try loadWorkflow(source)
    case 1: _ = try policy(source)
    case 2: _ = try loadDirectory(source, roles: nil, known: [])
    default: _ = try FormValuesDocument.read(source)
    }
    return []
  } catch {
    check(error, source)
    return error.diagnostics.map { "\($0.code) \($0.span?.place ?? "")" }
  }
}

private func policy(_ source: SourceFile) throws(DiagnosticReport) -> Rulebook {
  try loadRulebook(
    sources: RulebookSources(
      workflow: .init(file: "small.yaml", text: workflow),
      layers: [.init(file: source.name, text: String(decoding: source.bytes, as: UTF8.self))]),
    timeZones: TimeZoneRules { name, _ in name == "UTC" ? 0 : nil }, sha256: digest)
}

private func check(_ report: DiagnosticReport, _ source: SourceFile) {
  precondition(report.hasErrors, "refused without an error")
  for diagnostic in report.diagnostics {
    for span in [diagnostic.span] + diagnostic.notes.map(\.span) {
      guard let span else { continue }
      precondition(
        span.range.upperBound <= span.source.bytes.count, "a diagnostic points outside the text")
    }
  }
  for language in Language.allCases {
    let text = DiagnosticRenderer(language: language).render(report)
    precondition(!text.isEmpty)
    precondition(
      text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7F },
      "a control character is shown")
  }
}

/// Not SHA-256, which comes from outside: FNV-1a in its place.
@Sendable private func digest(_ bytes: [UInt8]) -> Digest {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
  guard let digest = Digest(bytes: (0..<32).map { UInt8(truncatingIfNeeded: hash >> ($0 % 8 * 8)) })
  else { preconditionFailure("32 bytes are a digest") }
  return digest
}

private let workflow = """
  workflow: small
  currency: EUR
  opened_by: employee
  roles:
    employee: {on: project}
    manager: {on: company}
  forms:
    claim:
      fields:
        amount: {type: money, required: true}
        kind: {type: choice, of: [a, b]}
        points: {type: milestones}
  milestones:
    done: {confirmed_by: manager}
  stages:
    open: {first: true}
    closed: {last: true}
  actions:
    claim:
      from: [open]
      by: [employee]
      form: claim
      sign_off: claim
      then:
        - move: closed
  """
