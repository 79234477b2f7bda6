import Diagnostics
import Engine
import PolicyFiles

/// A notification with everything that its messages need, in the language of whoever receives it.
package struct Letter: Sendable {
  package let notification: Notification
  /// How the person is called; their id where nobody knows them any more.
  package let name: Bilingual
  package let language: Language
  /// The workspace's name in `notify.yaml`.
  package let workspace: String
  /// nil: the person has none.
  package let address: MailAddress?

  package init(
    _ notification: Notification, name: Bilingual, language: Language, workspace: String,
    address: MailAddress?
  ) {
    self.notification = notification
    self.name = name
    self.language = language
    self.workspace = workspace
    self.address = address
  }

  /// The notification's id, which stands in headers: what it cannot have but by other hands becomes a hyphen.
  var id: String { notification.id.text.headerPart }

  package var headline: String { notification.headline[language] }

  /// What a person reads: what it is, why, until when, and the command that shows it.
  package var body: String {
    func say(_ english: String, _ chinese: String) -> String {
      Bilingual(english, zh: chinese)[language]
    }
    var lines = [headline, "", notification.why[language]]
    if let due = notification.due {
      lines.append(say("Deadline: \(due)", "截止日期：\(due)"))
    }
    lines += [
      "", say("Look and answer: \(notification.link)", "查看并处理：\(notification.link)"), "",
      say(
        "Notification \(notification.id). Do not answer this message; decisions are given with tollgate.",
        "通知编号 \(notification.id)。请勿回复本消息；审批须用 tollgate 办理。"),
    ]
    // Once more, though they are inert already: a row of an outbox may have been written by other hands.
    return lines.map(\.inert).joined(separator: "\n") + "\n"
  }
}

extension String {
  /// An atom of a header: letters, digits and hyphens with single full stops between them, at most 100. Anything else
  /// becomes a hyphen.
  var headerPart: String {
    let plain = utf8.prefix(100).map { byte in
      let isPlain =
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
      return isPlain ? byte : UInt8(ascii: "-")
    }
    let parts = plain.split(separator: UInt8(ascii: "."))
    return parts.isEmpty
      ? "-" : parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
  }
}
