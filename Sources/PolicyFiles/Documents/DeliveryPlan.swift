import Diagnostics
import Engine

/// How notifications leave the workspace: where they go, to which addresses, in which language, and for how long it
/// is tried.
package struct DeliveryPlan: Sendable {
  /// Stands in the source of webhooks and in message ids: two workspaces of one company need two names.
  package let name: Name<DeliveryPlan>
  /// In the order of the document.
  package let sinks: [Sink]
  package let addresses: Addresses
  /// nil: the language of the run.
  package let language: Language?
  package let languages: [PersonID: Language]
  /// Seconds after which a notification that cannot be delivered is given up.
  package let giveUpAfter: Int
  /// Seconds for which entries stay in the outbox after their end.
  package let keep: Int

  /// A place where notifications go.
  package struct Sink: Sendable, Hashable {
    package let name: String
    package let kinds: Set<Notification.Kind>
    package let medium: Medium
  }

  package enum Medium: Sendable, Hashable {
    /// A program that takes a mail on its standard input, such as `sendmail -i -t`.
    case command([String], from: MailAddress, timeout: Int)
    case webhook(url: String, secret: Secret, timeout: Int)
    /// A file to which one line of JSON is appended for each notification.
    case file(String)
  }

  /// Where a secret is kept; it never stands in the document itself.
  package enum Secret: Sendable, Hashable {
    /// A path, from the document's folder if it is relative.
    case file(String)
    case environment(String)
  }

  /// Where people's mail goes.
  package struct Addresses: Sendable, Hashable {
    /// What stands before and after the person's id; nil: nobody has an address but those who are listed.
    package let template: (before: String, after: String)?
    package let people: [PersonID: MailAddress]

    package static let none = Addresses(template: nil, people: [:])

    /// nil: there is none, or the person's id makes none.
    package subscript(person: PersonID) -> MailAddress? {
      people[person]
        ?? template.flatMap { MailAddress($0.before + person.text + $0.after) }
    }

    package static func == (left: Self, right: Self) -> Bool {
      left.people == right.people && left.template?.before == right.template?.before
        && left.template?.after == right.template?.after
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(people) }
  }
}

/// A mail address of the plain form `local@domain`: no quotes, no comments, nothing that could be another header.
package struct MailAddress: Sendable, Hashable {
  package let text: String
  package var domain: String { String(text.split(separator: "@").last ?? "") }

  /// nil unless it is a dot-atom of RFC 5322 before the `@` and a host's name after it, in ASCII.
  package init?(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].utf8.count),
      Self.isDotted(parts[0], by: Self.isAtomText),
      Self.isDotted(parts[1], by: { Self.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }),
      // What begins with a hyphen is an option to a program that is given it.
      !parts[0].hasPrefix("-"),
      parts[1].split(separator: ".").allSatisfy({ !$0.hasPrefix("-") && !$0.hasSuffix("-") })
    else { return nil }
    self.text = text
  }

  private static func isDotted(_ text: Substring, by isPart: (UInt8) -> Bool) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy(isPart)
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isAtomText(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }
}
