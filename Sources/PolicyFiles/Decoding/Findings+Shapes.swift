import Diagnostics
import Engine

/// The entries of a mapping whose keys were checked.
struct Fields {
  let span: Span
  private let entries: [Node.Entry]

  init(span: Span, entries: [Node.Entry]) {
    self.span = span
    self.entries = entries
  }

  subscript(key: String) -> Node? { entry(key)?.value }
  func keySpan(_ key: String) -> Span? { entry(key)?.key.span }

  /// Schemas ask for a few keys: looking for each is less than hashing all.
  private func entry(_ key: String) -> Node.Entry? { entries.first { $0.key.text == key } }
}

extension Findings {
  /// The entries of a mapping, in order; anything else is reported. nil values are an empty mapping.
  func entries(_ node: Node, _ what: Bilingual) -> [Node.Entry] {
    switch node.content {
    case .mapping(let entries): return entries
    case .scalar(let scalar) where scalar.isMissing: return []
    case .refused: return []
    case .scalar, .sequence:
      expected(Bilingual("a mapping (\(what.en))", zh: "映射（\(what.zh)）"), node)
      return []
    }
  }

  /// A mapping with known keys: unknown ones and missing required ones are reported.
  func fields(
    _ node: Node, _ what: Bilingual, required: [String] = [], optional: [String] = []
  ) -> Fields {
    let entries = entries(node, what)
    let known = required + optional
    for entry in entries where !known.contains(entry.key.text) {
      // A hostile file can hold a hundred thousand.
      guard report.total < ByteScan.findingLimit else { break }
      error(
        "unknown-key",
        Bilingual(
          "unknown key `\(entry.key.text)` in \(what.en)",
          zh: "\(what.zh)中有未知的键 `\(entry.key.text)`"),
        at: entry.key.span,
        help: didYouMean(entry.key.text, among: known)
          ?? Bilingual(
            "known: \(known.map { "`\($0)`" }.joined(separator: ", "))",
            zh: "可用：\(known.map { "`\($0)`" }.joined(separator: "、"))"))
    }
    if case .refused = node.content { return Fields(span: node.span, entries: entries) }
    for key in required where !entries.contains(where: { $0.key.text == key }) {
      error(
        "missing-key", Bilingual("\(what.en) lacks `\(key)`", zh: "\(what.zh)缺少 `\(key)`"),
        at: node.span)
    }
    return Fields(span: node.span, entries: entries)
  }

  /// The elements of a list; a single scalar where a list of names is wanted is reported.
  func elements(_ node: Node, _ what: Bilingual) -> [Node] {
    switch node.content {
    case .sequence(let elements): return elements
    case .scalar(let scalar) where scalar.isMissing: return []
    case .refused: return []
    case .scalar, .mapping:
      expected(Bilingual("a list (\(what.en))", zh: "列表（\(what.zh)）"), node)
      return []
    }
  }

  /// A scalar that says something; anything else is reported.
  func scalar(_ node: Node, _ what: Bilingual) -> Scalar? {
    switch node.content {
    case .scalar(let scalar) where !scalar.text.isEmpty: return scalar
    case .refused: return nil
    case .scalar, .sequence, .mapping:
      expected(what, node)
      return nil
    }
  }

  func expected(_ what: Bilingual, _ node: Node) {
    let found: Bilingual
    switch node.content {
    case .scalar(let scalar) where scalar.isMissing: found = Bilingual("nothing", zh: "空")
    case .scalar(let scalar):
      found = Bilingual(verbatim: "`\(scalar.text.prefix(60))`")
    case .sequence: found = Bilingual("a list", zh: "列表")
    case .mapping: found = Bilingual("a mapping", zh: "映射")
    case .refused: return
    }
    error(
      "unexpected",
      Bilingual("expected \(what.en), found \(found.en)", zh: "应为\(what.zh)，实为\(found.zh)"),
      at: node.span)
  }

  /// A name that others refer to: `[a-z][a-z0-9_]*`, at most 64 characters.
  func name<Kind>(_ scalar: Scalar, _: Name<Kind>.Type = Name<Kind>.self, hyphens: Bool = false)
    -> Name<Kind>?
  {
    let bytes = Array(scalar.text.utf8)
    let isName =
      (1...64).contains(bytes.count) && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[0])
      && bytes.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
          || hyphens && (byte == UInt8(ascii: "-") || byte == UInt8(ascii: "."))
      }
    guard isName else {
      error(
        "invalid-name",
        Bilingual(
          "`\(scalar.text.prefix(64))` cannot be a name", zh: "`\(scalar.text.prefix(64))` 不能作名称"),
        at: scalar.span,
        help: Bilingual(
          "lower-case letters, digits and `\(hyphens ? "-" : "_")`, beginning with a letter, at most 64",
          zh: "小写字母、数字和 `\(hyphens ? "-" : "_")`，以字母开头，最多 64 个"))
      return nil
    }
    return Name(scalar.text)
  }

  func name<Kind>(_ node: Node, _ what: Bilingual, hyphens: Bool = false) -> Name<Kind>? {
    scalar(node, what).flatMap { name($0, hyphens: hyphens) }
  }

  /// A name that must be among those known.
  func reference<Kind>(_ node: Node, _ code: String, _ what: Bilingual, among known: [Name<Kind>])
    -> Name<Kind>?
  {
    guard let scalar = scalar(node, what) else { return nil }
    let name = Name<Kind>(scalar.text)
    guard known.contains(name) else {
      unknown(code, what, scalar.text, at: scalar.span, known: known.map(\.text))
      return nil
    }
    return name
  }

  /// A list of names that must be known, each once.
  func references<Kind>(_ node: Node, _ code: String, _ what: Bilingual, among known: [Name<Kind>])
    -> [Name<Kind>]
  {
    var found: [Name<Kind>] = []
    for element in elements(node, what) {
      guard let name = reference(element, code, what, among: known) else { continue }
      if found.contains(name) {
        error(
          "repeated", Bilingual("`\(name)` is listed twice", zh: "`\(name)` 重复列出"), at: element.span
        )
      } else {
        found.append(name)
      }
    }
    return found
  }

  /// A text for people: `{en: …, zh: …}`, or one text for both.
  func bilingual(_ node: Node) -> Bilingual? {
    let what = Bilingual("a text, or {en: …, zh: …}", zh: "文字，或 {en: …, zh: …}")
    guard case .mapping = node.content else {
      return scalar(node, what).map { Bilingual(verbatim: $0.text) }
    }
    let fields = fields(node, Bilingual("a text", zh: "文字"), required: ["en", "zh"])
    guard let en = fields["en"].flatMap({ scalar($0, what) }),
      let zh = fields["zh"].flatMap({ scalar($0, what) })
    else { return nil }
    return Bilingual(en.text, zh: zh.text)
  }

  /// The `title:` of something, or its name as words.
  func title(_ fields: Fields, of name: String) -> Bilingual {
    fields["title"].flatMap(bilingual)
      ?? Bilingual(verbatim: String(name.map { $0 == "_" ? " " : $0 }))
  }
}
