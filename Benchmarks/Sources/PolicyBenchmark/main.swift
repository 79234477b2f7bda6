import CEL
import Diagnostics
import Engine
import Glibc
import Measuring
import PolicyFiles

/// Loading and checking the shipped policy, and refusing files made to stall a reader.
///
/// Given the project's folder as its argument, and `load` as a second one to leave the hostile files out.

func document(_ path: String) -> RulebookSources.Document {
  guard CommandLine.arguments.count > 1,
    let file = fopen("\(CommandLine.arguments[1])/\(path)", "rb")
  else { fatalError("PolicyBenchmark FOLDER: no \(path)") }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 1 << 20)
  let count = fread(&bytes, 1, bytes.count, file)
  let name = path.split(separator: "/").last.map(String.init) ?? path
  return .init(file: name, text: String(decoding: bytes[..<count], as: UTF8.self))
}

/// Not SHA-256, which comes from outside and takes some 0.05 ms for these texts: FNV-1a in its place.
func digest(_ bytes: [UInt8]) -> Digest {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
  guard let digest = Digest(bytes: (0..<32).map { UInt8(truncatingIfNeeded: hash >> ($0 % 8 * 8)) })
  else { fatalError("32 bytes are a digest") }
  return digest
}

let zones = TimeZoneRules { name, _ in name == "Asia/Shanghai" ? 28_800 : nil }
let workflow = document("Workflows/presales.yaml")
let standard = document("Policies/presales-standard.yaml")
let startup = document("Policies/presales-startup.yaml")
var rules = 0

for (name, layers) in [("standard", [standard]), ("startup", [standard, startup])] {
  let sources = RulebookSources(workflow: workflow, layers: layers)
  try Measurement.time("load-\(name)", rounds: 300, count: 1) { _ in
    rules += try loadRulebook(sources: sources, timeZones: zones, sha256: digest).policy.rules.count
  }
}
try Measurement.time("load-workflow", rounds: 300, count: 1) { _ in
  rules += try loadWorkflow(SourceFile(name: "w", text: workflow.text)).actions.count
}

func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

let attacks: [(String, String)] = [
  ("brackets", times(100_000, "[")),
  ("braces", times(100_000, "{")),
  ("brackets-in-lines", times(50_000, "[\n")),
  ("dashes", times(50_000, "- ")),
  ("quotes", times(1_000_000, "\"")),
  ("colons", times(1_000_000, ":")),
  ("values", "[" + times(500_000, "a,") + "]"),
  ("lines", times(250_000, "- a\n")),
  ("keys", (0..<70_000).map { "k\($0): 1\n" }.joined()),
  ("equal-keys", times(200_000, "a: 1\n")),
  ("words", times(520_000, "a ")),
  ("tabs", times(500_000, "\t\n")),
  ("controls", times(1_000_000, "\u{1}")),
  ("escapes", "a: \"" + times(170_000, "\\u200b") + "\""),
  ("long-escape", "a: \"" + times(170_000, "\\u4e2d") + "\""),
  ("long-quote", "a: \"b\n" + times(250_000, "  c\n") + "  d\""),
  ("long-literal", "a: |\n" + times(250_000, "  c\n")),
  ("anchors", times(80_000, "- &a x\n")),
  ("chinese", "a: " + times(340_000, "售")),
  ("directives", times(90_000, "%TAG !a! b\n")),
]
for (name, text) in CommandLine.arguments.contains("load") ? [] : attacks {
  let source = SourceFile(name: name, text: text)
  Measurement.time("hostile-\(name)", rounds: 5, count: 1) { _ in
    do throws(DiagnosticReport) {
      rules += try loadWorkflow(source).actions.count
    } catch {
      rules += error.diagnostics.count
    }
  }
}
precondition(rules > 0)
