import Diagnostics
import Engine
import Testing

@testable import PolicyFiles

@Suite struct NotifyReading {
  private func plan(_ text: String) throws -> DeliveryPlan {
    try NotifyDocument.read(SourceFile(name: "notify.yaml", text: text))
  }

  @Test func aDocumentIsReadWithEverythingInIt() throws {
    let plan = try plan(
      """
      notify: acme-sales
      sinks:
        mail:
          command: [/usr/sbin/sendmail, -i, -t]
          from: tollgate@example.com
          kinds: [asked, vacancy]
          timeout: 2 minutes
        chat:
          webhook: https://chat.example.com/hooks?x=1
          secret: {file: webhook.secret}
        log: {file: /var/log/n.jsonl}
      addresses:
        default: "{id}@example.com"
        people: {chen: chen.ming@example.com}
      languages: {default: zh, people: {smith: en}}
      give_up_after: 12 hours
      keep: 1 day
      """)
    #expect(plan.name == "acme-sales")
    #expect(plan.sinks.map(\.name) == ["mail", "chat", "log"])
    let from = try #require(MailAddress("tollgate@example.com"))
    #expect(
      plan.sinks[0].medium
        == .command(["/usr/sbin/sendmail", "-i", "-t"], from: from, timeout: 120))
    #expect(plan.sinks[0].kinds == [.asked, .vacancy])
    #expect(
      plan.sinks[1].medium
        == .webhook(
          url: "https://chat.example.com/hooks?x=1", secret: .file("webhook.secret"), timeout: 30))
    #expect(plan.sinks[1].kinds == Set(Notification.Kind.allCases))
    #expect(plan.sinks[2].medium == .file("/var/log/n.jsonl"))
    #expect(plan.addresses["chen"]?.text == "chen.ming@example.com")
    #expect(plan.addresses["li.wei"]?.text == "li.wei@example.com")
    #expect((plan.language, plan.languages) == (.chinese, ["smith": .english]))
    #expect((plan.giveUpAfter, plan.keep) == (12 * 3600, 86_400))
  }

  @Test func withoutFurtherWordsItIsTriedForThreeDaysAndKeptForThirty() throws {
    let plan = try plan("notify: acme\nsinks: {}\n")
    #expect((plan.giveUpAfter, plan.keep) == (3 * 86_400, 30 * 86_400))
    #expect(plan.language == nil)
    #expect(plan.addresses["chen"] == nil)
  }

  @Test func anIdThatMakesNoAddressHasNone() throws {
    let plan = try plan("notify: a\nsinks: {}\naddresses: {default: \"{id}@example.com\"}\n")
    for id in ["", "a b", "a\r\nBcc: x", "a@b", "o\"neil", "-f", "李", "a..b", ".a", "a."] {
      #expect(plan.addresses[PersonID(id)] == nil, "\(id)")
    }
    #expect(plan.addresses["o'neil"]?.text == "o'neil@example.com")
  }

  @Test(
    arguments: [
      "a@b", "a.b+c@x-y.example.com", "A1_!#@example.com",
    ]) func thisIsAnAddress(text: String)
  { #expect(MailAddress(text)?.text == text) }

  @Test(
    arguments: [
      "", "@", "a@", "@b", "a b@c", "a@b c", "a@-b", "a@b-", "a@b..c", "a@[127.0.0.1]", "a,b@c",
      "a@b\n", "<a@b>", "a@b>", "\"a\"@b", "(a)b@c", "é@b", "a@é",
      String(repeating: "a", count: 65) + "@b",
    ]) func thisIsNone(text: String)
  { #expect(MailAddress(text) == nil) }

  @Test func aSecretInTheDocumentIsNotRepeatedInTheReport() throws {
    let error = #expect(throws: DiagnosticReport.self) {
      try plan("notify: a\nsinks: {s: {webhook: https://x.org, secret: whsec_hunter2hunter2}}\n")
    }
    let finding = try #require(error?.diagnostics.first)
    #expect(finding.code == "notify.secret-in-document")
    #expect(!finding.message.en.contains("hunter2") && !finding.message.zh.contains("hunter2"))
  }
}
