import Diagnostics
import Engine
import Foundation
import PolicyFiles
import TestKit
import Testing

@testable import Delivery

/// Mails as another reader understands them: Python's `email` package.
@Suite struct MailMessages {
  private static let reader = """
    import email, email.policy, json, sys
    found = []
    for text in json.load(open(sys.argv[1], encoding="utf-8")):
        mail = email.message_from_bytes(text.encode("utf-8"), policy=email.policy.default)
        to = mail["To"].addresses
        found.append({
            "ascii": text.isascii(), "longest": max(len(line) for line in text.split("\\n")),
            "names": [name for name, _ in mail.items()], "subject": mail["Subject"],
            "to": [a.addr_spec for a in to], "name": to[0].display_name,
            "from": mail["From"].addresses[0].addr_spec, "id": mail["Message-ID"],
            "references": mail["References"], "date": mail["Date"].datetime.isoformat(),
            "type": mail.get_content_type(), "multipart": mail.is_multipart(),
            "body": mail.get_content(), "auto": mail["Auto-Submitted"],
            "defects": [str(d) for d in mail.defects]
                + [f"{name}: {d}" for name, value in mail.items() for d in value.defects],
        })
    print(json.dumps(found))
    """

  private static let names = [
    "From", "To", "Subject", "Date", "Message-ID", "References", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding", "Content-Language", "Auto-Submitted", "X-Tollgate-Kind",
  ]

  private func read(_ letters: [Letter]) throws -> [[String: Any]]? {
    let (to, from) = (MailAddress("chen@example.com")!, MailAddress("t@example.org")!)
    let mails = letters.map { MailMessage($0, to: to, from: from).text }
    return try TemporaryFolder.with { folder in
      let file = folder.path("mails.json")
      try JSONSerialization.data(withJSONObject: mails).write(to: URL(filePath: file))
      return try Python.json(Self.reader, file)
    }
  }

  @Test func aMailSaysWhatWhyUntilWhenAndWhere() throws {
    guard let mail = try read([letter(in: .chinese)])?.first else { return }
    #expect(mail["subject"] as? String == "请签署 R-7：塔楼")
    #expect(mail["name"] as? String == "陈明")
    #expect(mail["to"] as? [String] == ["chen@example.com"])
    #expect(mail["from"] as? String == "t@example.org")
    #expect(mail["id"] as? String == "<P-1.12.1.acme@example.org>")
    #expect(mail["references"] as? String == "<R-7.acme@example.org>")
    // 1,800,000,000 seconds after 1970, by Python's own calendar.
    #expect(mail["date"] as? String == "2027-01-15T08:00:00+00:00")
    #expect(mail["type"] as? String == "text/plain")
    #expect(mail["auto"] as? String == "auto-generated")
    #expect(
      mail["body"] as? String == """
        请签署 R-7：塔楼

        李提交
        截止日期：2026-11-25

        查看并处理：tollgate show R-7

        通知编号 P-1.12.1。请勿回复本消息；审批须用 tollgate 办理。

        """)
  }

  @Test func noTextBecomesAHeaderAnAddressOrMarkup() throws {
    var letters: [Letter] = []
    for (index, text) in hostileTexts.enumerated() {
      for language in Language.allCases {
        let other = hostileTexts[(index + 7) % hostileTexts.count]
        letters.append(
          letter(
            notification(
              NotificationID(text), subject: Bilingual(text, zh: text + other),
              why: Bilingual(other, zh: text)),
            name: Bilingual(other, zh: text), in: language))
      }
    }
    guard let mails = try read(letters) else { return }
    #expect(mails.count == letters.count)
    for (letter, mail) in zip(letters, mails) {
      #expect(mail["names"] as? [String] == Self.names)
      #expect(mail["ascii"] as? Bool == true)
      // RFC 5322, 2.1.1: no line over 998 characters; 76 for encoded words (RFC 2047).
      #expect(mail["longest"] as? Int ?? 999 < 200)
      #expect(mail["multipart"] as? Bool == false)
      #expect(mail["type"] as? String == "text/plain")
      #expect(mail["to"] as? [String] == ["chen@example.com"])
      #expect(mail["defects"] as? [String] == [])
      // What is read is what was meant: the inert text, character for character.
      let subject = mail["subject"] as? String ?? ""
      #expect(Array(subject.utf8) == Array(letter.headline.inert.utf8))
      // A long name is cut, with a sign that it is.
      let name = letter.name[letter.language].inert
      let shown = mail["name"] as? String ?? ""
      let isWhole = Array(shown.utf8) == Array(name.utf8) || name.allSatisfy { $0 == " " }
      let isCut =
        shown.hasSuffix("…") && name.utf8.count > 42 && name.utf8.count > shown.utf8.count
        && name.utf8.starts(with: shown.utf8.dropLast("…".utf8.count))
      #expect(isWhole || isCut, "\(name) / \(shown)")
      let body = mail["body"] as? String ?? ""
      #expect(Array(body.utf8) == Array(letter.body.utf8))
      #expect(!body.unicodeScalars.contains { $0.isHazardous && $0 != "\n" })
    }
  }

  @Test func oneRequestsMailsStandTogetherAndEachHasItsOwnId() throws {
    let letters = [letter(), letter(notification("P-1.13.1"))]
    guard let mails = try read(letters) else { return }
    #expect(Set(mails.map { $0["references"] as? String }).count == 1)
    #expect(Set(mails.map { $0["id"] as? String }).count == 2)
  }
}

@Suite struct Base64Text {
  @Test func isThatOfFoundation() {
    for length in 0..<70 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
      #expect(Base64.encode(bytes) == Data(bytes).base64EncodedString())
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
  }

  @Test(arguments: ["a", "abcde", "ab=c", "ab===", "a b c", "äöü", "ab-_"])
  func anythingElseIsRefused(text: String) { #expect(Base64.decode(text) == nil) }
}
