import CEL
import Diagnostics
import Engine
import PolicyFiles

/// A notification as a mail (RFC 5322), for a program that takes one on its standard input.
///
/// Lines end with a line feed alone, as `sendmail` expects of local programs. The body is plain text in base64, so that
/// nothing in it is markup, a header, or a line with a meaning of its own.
package struct MailMessage: Sendable {
  package let text: String

  package init(_ letter: Letter, to: MailAddress, from: MailAddress) {
    let notification = letter.notification
    func id(_ name: String) -> String {
      "<\(name).\(letter.workspace)@\(from.domain)>"
    }
    var fields = [
      "From: Tollgate <\(from.text)>",
      "To: \(HeaderText.phrase(letter.name[letter.language])) <\(to.text)>",
      "Subject: \(HeaderText.encode(letter.headline, first: 9))",
      "Date: \(Self.date(notification.at))",
      "Message-ID: \(id(letter.id))",
    ]
    // All about one request stands together in the reader's mail.
    if let request = notification.request {
      fields.append("References: \(id(request.text.headerPart))")
    }
    fields += [
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "Content-Language: \(letter.language.rawValue)",
      // RFC 3834: nobody's holiday notice answers it.
      "Auto-Submitted: auto-generated",
      "X-Tollgate-Kind: \(notification.kind.rawValue)",
    ]
    text = fields.joined(separator: "\n") + "\n\n" + Self.lines(of: letter.body)
  }

  /// `Sat, 21 Nov 2026 09:05:00 +0000`
  private static func date(_ time: Timestamp) -> String {
    let civil = CivilTime(time, offset: 0)
    let day = CivilDate(year: civil.year, month: civil.month, day: civil.day)
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let year = String(repeating: "0", count: max(0, 4 - "\(civil.year)".count)) + "\(civil.year)"
    return "\(day.map { days[$0.weekday - 1] + ", " } ?? "")\(civil.day) "
      + "\(months[civil.month - 1]) \(year) "
      + "\(two(civil.hour)):\(two(civil.minute)):\(two(civil.second)) +0000"
  }

  /// Base64 in lines of 76 characters.
  private static func lines(of body: String) -> String {
    let digits = Array(Base64.encode(Array(body.utf8)).utf8)
    return stride(from: 0, to: digits.count, by: 76).map {
      String(decoding: digits[$0..<min($0 + 76, digits.count)], as: UTF8.self) + "\n"
    }.joined()
  }
}
