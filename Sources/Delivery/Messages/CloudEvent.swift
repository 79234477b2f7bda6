import Diagnostics
import Engine

/// A notification as a CloudEvent (1.0, JSON format, structured mode), for webhooks and files.
package struct CloudEvent: Sendable {
  /// One line of JSON.
  package let text: String

  package init(_ letter: Letter) {
    let notification = letter.notification
    func both(_ text: Bilingual) -> JSON {
      ["en": .string(text.en.inert), "zh": .string(text.zh.inert)]
    }
    func name<Kind>(_ name: Name<Kind>?) -> JSON { name.map { .string($0.text.inert) } ?? .null }
    let about = notification.request?.text ?? notification.project?.text ?? "workspace"
    let event: JSON = [
      "specversion": "1.0", "id": .string(letter.id),
      "source": .string("/tollgate/\(letter.workspace)"),
      "type": .string("tollgate.notification.\(notification.kind.rawValue)"),
      "subject": .string(about.inert), "time": .string(notification.at.description),
      "datacontenttype": "application/json",
      "data": [
        "to": name(notification.to), "name": both(letter.name),
        "address": letter.address.map { .string($0.text) } ?? .null,
        "language": .string(letter.language.rawValue),
        "kind": .string(notification.kind.rawValue), "headline": both(notification.headline),
        "why": both(notification.why), "project": name(notification.project),
        "request": name(notification.request), "step": name(notification.step),
        "by": name(notification.by),
        "due": notification.due.map { .string($0.description) } ?? .null,
        "link": .string(notification.link.inert),
      ],
    ]
    text = event.canonicalText.markupEscaped
  }
}

extension String {
  /// JSON in which nothing looks like markup to whoever pastes it into a page. These characters stand in texts alone.
  fileprivate var markupEscaped: String {
    guard utf8.contains(where: { "<>&".utf8.contains($0) }) else { return self }
    return reduce(into: "") { text, character in
      switch character {
      case "<": text += "\\u003c"
      case ">": text += "\\u003e"
      case "&": text += "\\u0026"
      default: text.append(character)
      }
    }
  }
}
