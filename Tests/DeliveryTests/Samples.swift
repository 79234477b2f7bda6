import CEL
import Diagnostics
import Engine
import PolicyFiles
import Synchronization
import TestKit

@testable import Delivery

/// A notification for chen that says whatever a test needs.
func notification(
  _ id: NotificationID = "P-1.12.1", to person: PersonID = "chen",
  kind: Engine.Notification.Kind = .asked, subject: Bilingual = Bilingual("Tower", zh: "塔楼"),
  why: Bilingual = Bilingual("li submitted it", zh: "李提交"), at seconds: Int64 = 1_800_000_000
) -> Engine.Notification {
  Engine.Notification(
    id: id, to: person, kind: kind, subject: subject, project: "P-1", request: "R-7",
    step: "sponsor", by: "li", at: Timestamp(seconds: seconds)!, why: why,
    due: CivilDate("2026-11-25"))
}

func letter(
  _ notification: Engine.Notification = notification(),
  name: Bilingual = Bilingual("Chen Ming", zh: "陈明"), in language: Language = .english
) -> Letter {
  Letter(
    notification, name: name, language: language, workspace: "acme",
    address: MailAddress("chen@example.com"))
}

/// Texts that try to be something else than text.
let hostileTexts = [
  "plain", "", " ", "a\r\nBcc: victim@example.com", "a\nBcc: victim@example.com\n\nbody",
  "=?utf-8?Q?=0ABcc:_x?=", "\u{0}\u{7F}\u{9B}", "\u{1B}]0;title\u{7}", "\u{202E}txt.exe",
  "\u{2028}line\u{2029}", "<script>alert(1)</script>&amp;", "\"quoted\" <x@example.com>, y@z",
  "中文标题：很长很长的一段文字，需要折行。" + String(repeating: "审批", count: 120),
  String(repeating: "x", count: 400), "\u{1F600}\u{1F469}\u{200D}\u{1F680}", "a,b;c:d(e)f[g]h@i\\j",
  ".\n.\r\n.", "From here", "%0d%0aBcc: x", "`rm -rf`; $(id)", "\u{FEFF}bom", "tab\there",
]

/// A store with notifications in its outbox, told at 1,800,000,000 seconds.
func store(_ notifications: [Engine.Notification]) throws -> MemoryStore {
  let store = MemoryStore(sha256: sha256)
  var scribe = Scribe()
  try scribe.write(.workspace, TestKit.Samples.founding, to: store)
  let batch = try scribe.batch(
    .project("P-1"), TestKit.Samples.opening("P-1"), notifications: notifications)
  guard try store.append(batch) == .done else { throw Scribe.Unexpected.conflict(batch.stream) }
  return store
}

/// A clock that a test sets.
final class TestClock: Sendable {
  private let seconds: Mutex<Int64>

  init(_ seconds: Int64 = 1_800_000_000) { self.seconds = Mutex(seconds) }

  var now: Timestamp { Timestamp(seconds: seconds.withLock { $0 })! }
  func wait(_ more: Int64) { seconds.withLock { $0 += more } }
}

/// Whoever delivers a store's outbox as a document says, without chance.
func deliverer(
  _ store: MemoryStore, _ document: String, folder: String = "", clock: TestClock,
  environment: [String: String] = [:]
) throws -> Deliverer {
  let plan = try NotifyDocument.read(SourceFile(name: "notify.yaml", text: document))
  return try Deliverer(
    store, plan, secrets: SecretReading(folder: folder) { environment[$0] }, language: .english,
    now: { clock.now }, chance: { 0 })
}

extension Deliverer {
  /// Everything that is due.
  func deliverAll() throws -> [Result] {
    var results: [Result] = []
    while let result = try deliverNext() { results.append(result) }
    return results
  }
}
