import Diagnostics
import Engine

/// Reads one sink of `notify.yaml`. Its medium is known by the one key that names it.
struct SinkReader {
  private let name: String
  private let span: Span
  private let fields: Fields
  private let findings: Findings

  init(_ name: String, _ entry: Node.Entry, _ findings: Findings) {
    self.name = name
    self.findings = findings
    span = entry.key.span
    fields = findings.fields(
      entry.value, Bilingual("sink `\(name)`", zh: "渠道 `\(name)`"),
      optional: NotifyDocument.sinkKeys)
  }

  func read() -> DeliveryPlan.Sink? {
    let media = ["command", "webhook", "file"].filter { fields[$0] != nil }
    guard media.count == 1 else {
      findings.error(
        "one-medium",
        Bilingual(
          "sink `\(name)` needs exactly one of `command`, `webhook` and `file`",
          zh: "渠道 `\(name)` 须且只能写 `command`、`webhook`、`file` 之一"),
        at: media.last.flatMap(fields.keySpan) ?? span)
      return nil
    }
    let kinds = kinds()
    let medium: DeliveryPlan.Medium?
    switch media[0] {
    case "command":
      refuse(["secret"], with: "command")
      medium = command()
    case "webhook":
      refuse(["from"], with: "webhook")
      medium = webhook()
    default:
      refuse(["from", "secret", "timeout"], with: "file")
      medium = fields["file"].flatMap {
        findings.scalar($0, Bilingual("a path", zh: "路径"))
      }.map { .file($0.text) }
    }
    return medium.map { DeliveryPlan.Sink(name: name, kinds: kinds, medium: $0) }
  }

  /// Reports keys that would have no effect.
  private func refuse(_ keys: [String], with medium: String) {
    for key in keys {
      guard let span = fields.keySpan(key) else { continue }
      findings.error(
        "no-effect",
        Bilingual("`\(key)` has no effect beside `\(medium)`", zh: "`\(key)` 与 `\(medium)` 同用无效"),
        at: span)
    }
  }

  private func missing(_ key: String, _ help: Bilingual) {
    findings.error(
      "missing-key",
      Bilingual("sink `\(name)` lacks `\(key)`", zh: "渠道 `\(name)` 缺少 `\(key)`"), at: span,
      help: help)
  }

  private func kinds() -> Set<Notification.Kind> {
    guard let node = fields["kinds"] else { return Set(Notification.Kind.allCases) }
    let what = Bilingual("kind of notification", zh: "通知类别")
    let known = Notification.Kind.allCases.map { Name<Notification.Kind>($0.rawValue) }
    let elements = findings.elements(node, what)
    if elements.isEmpty { findings.expected(Bilingual("at least one kind", zh: "至少一个类别"), node) }
    return Set(
      findings.references(node, "kind", what, among: known).compactMap {
        Notification.Kind(rawValue: $0.text)
      })
  }

  private var timeout: Int {
    // Long enough for a slow mail relay, short enough that one bad receiver does not hold up the others for long.
    fields["timeout"].flatMap { findings.duration($0, in: 1...300) } ?? 30
  }

  private func command() -> DeliveryPlan.Medium? {
    guard let node = fields["command"] else { return nil }
    let what = Bilingual("the program and its arguments", zh: "程序及其参数")
    let words = findings.elements(node, what)
    if words.isEmpty { findings.expected(what, node) }
    let argv = words.compactMap { findings.scalar($0, Bilingual("an argument", zh: "参数"))?.text }
    guard let sender = fields["from"] else {
      missing("from", Bilingual("from: tollgate@example.com", zh: "from: tollgate@example.com"))
      return nil
    }
    guard let from = findings.address(sender), argv.count == words.count, !argv.isEmpty else {
      return nil
    }
    return .command(argv, from: from, timeout: timeout)
  }

  private func webhook() -> DeliveryPlan.Medium? {
    guard let node = fields["webhook"] else { return nil }
    guard let keeper = fields["secret"] else {
      missing(
        "secret",
        Bilingual(
          "secret: {file: webhook.secret} or secret: {env: VARIABLE}",
          zh: "secret: {file: webhook.secret} 或 secret: {env: 变量}"))
      return nil
    }
    guard let url = findings.webhookAddress(node), let secret = secret(keeper) else { return nil }
    return .webhook(url: url, secret: secret, timeout: timeout)
  }

  private func secret(_ node: Node) -> DeliveryPlan.Secret? {
    let what = Bilingual(
      "{file: PATH} or {env: VARIABLE}; never the secret itself",
      zh: "{file: 路径} 或 {env: 变量}；不得直接写密钥")
    guard case .mapping = node.content else {
      // Without the text that was found: it may be the secret.
      findings.error(
        "secret-in-document",
        Bilingual("expected \(what.en)", zh: "应为 \(what.zh)"), at: fields.keySpan("secret") ?? span)
      return nil
    }
    let places = findings.fields(
      node, Bilingual("`secret`", zh: "`secret`"), optional: ["file", "env"])
    let file = places["file"].flatMap { findings.scalar($0, Bilingual("a path", zh: "路径")) }
    let variable = places["env"].flatMap {
      findings.scalar($0, Bilingual("the name of a variable", zh: "变量名"))
    }
    switch (file, variable) {
    case (let file?, nil): return .file(file.text)
    case (nil, let variable?): return .environment(variable.text)
    case (nil, nil), (_?, _?):
      findings.expected(what, node)
      return nil
    }
  }
}

extension Findings {
  /// `30 seconds`, `5 minutes`, `6 hours`, `3 days`, in seconds.
  func duration(_ node: Node, in range: ClosedRange<Int>) -> Int? {
    let units = [("second", 1), ("minute", 60), ("hour", 3600), ("day", 86_400)]
    func text(_ seconds: Int) -> String {
      let unit = units.last { seconds % $0.1 == 0 } ?? units[0]
      let count = seconds / unit.1
      return "\(count) \(unit.0)\(count == 1 ? "" : "s")"
    }
    let (least, most) = (text(range.lowerBound), text(range.upperBound))
    let what = Bilingual(
      "a time from `\(least)` to `\(most)`", zh: "`\(least)` 到 `\(most)` 之间的时长")
    guard let scalar = scalar(node, what) else { return nil }
    let words = scalar.text.split(separator: " ")
    guard words.count == 2, let count = Int(words[0]), (1...1_000_000).contains(count),
      let unit = units.first(where: { words[1] == $0.0 || words[1] == "\($0.0)s" }),
      range.contains(count * unit.1)
    else {
      expected(what, node)
      return nil
    }
    return count * unit.1
  }

  func address(_ node: Node) -> MailAddress? {
    let what = Bilingual("an address such as `li@example.com`", zh: "邮件地址，如 `li@example.com`")
    guard let scalar = scalar(node, what) else { return nil }
    guard let address = MailAddress(scalar.text) else {
      expected(what, node)
      return nil
    }
    return address
  }

  /// An address with `{id}` where the person's id belongs.
  func addressTemplate(_ node: Node) -> (before: String, after: String)? {
    let what = Bilingual(
      "an address with `{id}` in it, such as `{id}@example.com`",
      zh: "含 `{id}` 的地址，如 `{id}@example.com`")
    guard let scalar = scalar(node, what) else { return nil }
    let parts = scalar.text.split(separator: "{id}", omittingEmptySubsequences: false)
      .map(String.init)
    guard parts.count == 2, MailAddress(parts[0] + "x" + parts[1]) != nil else {
      expected(what, node)
      return nil
    }
    return (parts[0], parts[1])
  }

  /// `https://…`; `http://` only to this machine. No user and no password in it: it may be told to others.
  func webhookAddress(_ node: Node) -> String? {
    let what = Bilingual(
      "an `https://` address (`http://` only for `localhost`), without user and password",
      zh: "`https://` 地址（`http://` 仅限 `localhost`），不含用户名和密码")
    guard let scalar = scalar(node, what) else { return nil }
    let url = scalar.text
    let isPlain = url.utf8.allSatisfy { byte in
      (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
    let isLocal = url.hasPrefix("http://")
    let host = url.dropFirst(isLocal ? 7 : 8).prefix { !"/?#".contains($0) }
    let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
    guard isPlain, url.utf8.count <= 2000, isLocal || url.hasPrefix("https://"), !name.isEmpty,
      !host.contains("@"), !isLocal || ["localhost", "127.0.0.1", "[::1]"].contains(name)
    else {
      expected(what, node)
      return nil
    }
    return url
  }
}
