import Diagnostics
import Engine
import Foundation
import TestKit
import Testing

@testable import Delivery

@Suite struct CloudEvents {
  /// Read by Foundation, whose reader is not ours.
  private func read(_ letter: Letter) throws -> [String: Any] {
    let text = CloudEvent(letter).text
    #expect(!text.contains("\n") && !text.contains("\r"))
    return try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func anEventHasTheAttributesThatTheSpecificationAsksFor() throws {
    let event = try read(letter())
    // CloudEvents 1.0.2, JSON format: these four are required, and are strings that are not empty.
    #expect(event["specversion"] as? String == "1.0")
    #expect(event["id"] as? String == "P-1.12.1")
    #expect(event["source"] as? String == "/tollgate/acme")
    #expect(event["type"] as? String == "tollgate.notification.asked")
    #expect(event["subject"] as? String == "R-7")
    #expect(event["time"] as? String == "2027-01-15T08:00:00Z")
    #expect(event["datacontenttype"] as? String == "application/json")
    // Attribute names are lower-case letters and digits, at most 20.
    #expect(
      event.keys.allSatisfy { key in
        key.count <= 20 && key.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) }
      })
    let data = try #require(event["data"] as? [String: Any])
    #expect(data["to"] as? String == "chen")
    #expect(data["due"] as? String == "2026-11-25")
    #expect(data["link"] as? String == "tollgate show R-7")
    #expect(
      data["headline"] as? [String: String] == ["en": "please sign R-7: Tower", "zh": "请签署 R-7：塔楼"])
  }

  @Test(arguments: hostileTexts) func noTextIsMarkupOrSteersATerminal(text: String) throws {
    let letter = letter(
      notification("P-1.1.1", to: PersonID(text), why: Bilingual(text, zh: text)),
      name: Bilingual(text, zh: text))
    let raw = CloudEvent(letter).text
    #expect(!raw.contains("<") && !raw.contains(">") && !raw.contains("&"))
    #expect(!raw.unicodeScalars.contains { $0.isHazardous })
    let data = try #require(try read(letter)["data"] as? [String: Any])
    #expect((data["why"] as? [String: String])?["en"] == text.inert)
    #expect(data["to"] as? String == text.inert)
  }
}
