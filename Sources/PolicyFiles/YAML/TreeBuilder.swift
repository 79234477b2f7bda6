import Diagnostics

/// Builds the tree from libyaml's events and refuses what the strict profile does not know.
struct TreeBuilder {
  /// Deeper than any policy; recursion over the tree stays shallow.
  static let depthLimit = 64
  /// About ten times the largest policy imaginable.
  static let nodeLimit = 100_000

  private struct Frame {
    enum Kind {
      case sequence
      /// `key` is the key whose value comes next; nil: a key comes next.
      case mapping(key: Scalar?)
      /// A mapping or sequence used as a key; its parts are dropped.
      case refusedKey
    }

    var kind: Kind
    var items: [Node] = []
    var entries: [Node.Entry] = []
    var keys = KeysOfAMapping()
    let start: Int
    let isFlow: Bool
    /// From 0; that of the innermost block collection.
    let column: Int
  }

  /// What was read of the first document; nil: nothing.
  private(set) var root: Node?
  private(set) var report = DiagnosticReport()
  private(set) var layout: LayoutCheck

  private let source: SourceFile
  private var stack: [Frame] = []
  private var nodes = 0
  private var documents = 0
  /// Where the last scalar or flow collection ended: libyaml ends a block collection only at the next token.
  private var lastEnd = 0

  init(_ source: SourceFile, start: Int) {
    self.source = source
    layout = LayoutCheck(source, start: start)
  }

  /// Takes the next event; false: reading on is pointless.
  mutating func take(_ event: ParserEvent) -> Bool {
    let refusedBefore = report.total
    refuseProperties(of: event)
    if report.total > refusedBefore { layout.distrust() }
    guard report.total < ByteScan.findingLimit else {
      layout.distrust()
      return false
    }
    switch event.kind {
    case .documentStart:
      documents += 1
      guard documents > 1 else { return true }
      layout.distrust()
      refuse(
        "yaml.documents", firstWord(at: event.range.lowerBound),
        Bilingual("a second document starts here", zh: "此处开始了第二个文档"),
        help: Bilingual("keep one document a file", zh: "每个文件只能有一个文档"))
      return false
    case .documentEnd: return true
    case .alias:
      layout.distrust()
      refuse(
        "yaml.alias", event.range,
        Bilingual("aliases are not allowed", zh: "不允许使用别名"),
        help: Bilingual("write the value out here", zh: "请在此处写出完整的值"))
      return add(Node(.refused, at: span(event.range)))
    case .scalar(let text, let style):
      let isBare = report.total == refusedBefore
      return add(scalar(text, style, event, isBare: isBare))
    case .sequenceStart(let flow): return open(.sequence, flow, event)
    case .mappingStart(let flow): return open(.mapping(key: nil), flow, event)
    case .sequenceEnd, .mappingEnd: return close(event)
    }
  }

  /// What was found, in order of place; `complete`: the whole file was read.
  mutating func findings(complete: Bool) -> DiagnosticReport {
    if complete { layout.finish() }
    var all = report
    all.append(contentsOf: layout.report)
    return all.sorted()
  }

  /// `isBare`: without anchor and tag, so that its place begins with its text.
  private mutating func scalar(
    _ text: String, _ style: Scalar.Style, _ event: ParserEvent, isBare: Bool
  ) -> Node {
    let scalar = Scalar(
      text, style: style, at: span(event.range), parentIndentation: stack.last?.column ?? -1)
    if isBare { layout.check(scalar, inFlow: stack.last?.isFlow ?? false) }
    if !event.range.isEmpty { lastEnd = event.range.upperBound }
    return Node(.scalar(scalar), at: scalar.span)
  }

  private mutating func open(_ kind: Frame.Kind, _ flow: Bool, _ event: ParserEvent) -> Bool {
    guard stack.count < Self.depthLimit else {
      refuse(
        "yaml.depth", event.range.isEmpty ? firstWord(at: event.range.lowerBound) : event.range,
        Bilingual(
          "nested more than \(Self.depthLimit) deep", zh: "嵌套超过 \(Self.depthLimit) 层"))
      return false
    }
    var kind = kind
    if case .mapping(key: nil) = stack.last?.kind {
      refuseKey(at: event.range.isEmpty ? firstWord(at: event.range.lowerBound) : event.range)
      kind = .refusedKey
    } else if case .refusedKey = stack.last?.kind {
      kind = .refusedKey
    }
    stack.append(
      Frame(
        kind: kind, start: event.range.lowerBound, isFlow: flow,
        column: flow ? stack.last?.column ?? -1 : event.column))
    return count()
  }

  private mutating func close(_ event: ParserEvent) -> Bool {
    guard let frame = stack.popLast() else { return true }
    if frame.isFlow { lastEnd = event.range.upperBound }
    let upper = frame.isFlow ? event.range.upperBound : lastEnd
    let span = span(frame.start..<max(frame.start, upper))
    if frame.isFlow, stack.last?.isFlow != true {
      layout.checkIndentation(of: span.range, deeperThan: stack.last?.column ?? -1)
    }
    switch frame.kind {
    case .sequence: return attach(Node(.sequence(frame.items), at: span))
    case .mapping: return attach(Node(.mapping(frame.entries), at: span))
    case .refusedKey:
      if case .refusedKey = stack.last?.kind { return true }
      // The value that follows belongs to no key: it is taken for an entry that is dropped.
      return attach(Node(.refused, at: span))
    }
  }

  private mutating func add(_ node: Node) -> Bool { count() && attach(node) }

  private mutating func count() -> Bool {
    nodes += 1
    guard nodes > Self.nodeLimit else { return true }
    refuse(
      "yaml.nodes", 0..<0,
      Bilingual(
        "the file holds more than \(Self.nodeLimit) values",
        zh: "文件中的值超过 \(Self.nodeLimit) 个"))
    return false
  }

  private mutating func attach(_ node: Node) -> Bool {
    guard let top = stack.indices.last else {
      root = root ?? node
      return true
    }
    switch stack[top].kind {
    case .sequence: stack[top].items.append(node)
    case .refusedKey: break
    case .mapping(let key?):
      stack[top].kind = .mapping(key: nil)
      // An unusable key has no place: its entry is dropped.
      guard !key.span.range.isEmpty else { break }
      if key.isFlowKeyWithoutColon(before: node, in: source, stack[top].isFlow) {
        refuse(
          "yaml.missing-colon", key.span.range,
          Bilingual("`\(key.text)` has no `: `", zh: "`\(key.text)` 后缺少 `: `"),
          help: Bilingual(
            "write `key: value`, with a space after the colon; a text that holds `,` needs quotes",
            zh: "请写作 `键: 值`，冒号后须有空格；含 `,` 的文字须加引号"))
      } else {
        stack[top].entries.append(Node.Entry(key: key, value: node))
      }
    case .mapping(key: nil): stack[top].kind = .mapping(key: takeKey(node, in: top))
    }
    return true
  }

  /// The key of the next entry. One that cannot be used has no place: its entry is dropped.
  private mutating func takeKey(_ node: Node, in top: Int) -> Scalar {
    let unusable = Scalar(
      "", style: .plain, at: span(node.span.range.lowerBound..<node.span.range.lowerBound))
    guard case .scalar(let key) = node.content else { return unusable }
    if key.text.isEmpty {
      refuse(
        "yaml.empty-key", firstWord(at: key.span.range.lowerBound),
        Bilingual("a key is missing before `:`", zh: "`:` 之前缺少键"))
      return unusable
    }
    // Swift compares texts by what they show, so two spellings of one accented letter are one key.
    if let first = stack[top].keys.place(of: key.text) {
      report.append(
        Diagnostic(
          "yaml.duplicate-key",
          Bilingual("`\(key.text)` stands here twice", zh: "`\(key.text)` 重复"),
          at: key.span,
          notes: [.init(Bilingual("first here", zh: "首次出现在此"), at: span(first))],
          help: Bilingual("remove one of the two", zh: "请删除其中之一")))
      return unusable
    }
    stack[top].keys.add(key.text, at: key.span.range)
    return key
  }

  private mutating func refuseKey(at range: Range<Int>) {
    refuse(
      "yaml.key", range,
      Bilingual("a key must be a single text", zh: "键必须是单个文本"))
  }

  /// Anchors and tags, by libyaml's word or by the character that starts one.
  private mutating func refuseProperties(of event: ParserEvent) {
    let start = event.range.lowerBound
    let first = start < event.range.upperBound ? source.bytes[start] : 0
    if event.anchored || first == UInt8(ascii: "&") {
      refuse(
        "yaml.anchor", firstWord(at: start), Bilingual("anchors are not allowed", zh: "不允许使用锚点"),
        help: Bilingual("remove it", zh: "请将其删除"))
    }
    if event.tagged || first == UInt8(ascii: "!") {
      refuse(
        "yaml.tag", firstWord(at: start), Bilingual("tags are not allowed", zh: "不允许使用标签"),
        help: Bilingual(
          "remove it; if it is text, write it in quotes", zh: "请将其删除；若是文字，请加引号"))
    }
  }

  /// The place of the word that starts at an offset: up to the next blank or the end of the line.
  private func firstWord(at offset: Int) -> Range<Int> {
    var end = offset
    while end < source.bytes.count, source.bytes[end] > 0x20 { end += 1 }
    return offset..<max(end, min(offset + 1, source.bytes.count))
  }

  private mutating func refuse(
    _ code: String, _ range: Range<Int>, _ message: Bilingual, help: Bilingual? = nil
  ) {
    report.append(Diagnostic(code, message, at: span(range), help: help))
  }

  private func span(_ range: Range<Int>) -> Span { Span(source, range) }
}

/// Which keys a mapping has, and where each stands first.
private struct KeysOfAMapping {
  private var few: [(text: String, place: Range<Int>)] = []
  private var many: [String: Range<Int>] = [:]

  /// So few are found faster by looking at each than by hashing; a hostile file has a hundred thousand.
  private static let few = 8

  func place(of key: String) -> Range<Int>? { few.first { $0.text == key }?.place ?? many[key] }

  mutating func add(_ key: String, at place: Range<Int>) {
    if few.count < Self.few { few.append((key, place)) } else { many[key] = place }
  }
}

extension Scalar {
  /// Whether the key stands in `{…}` without a colon: `{a, b: c}`, or `{en:Title}`.
  fileprivate func isFlowKeyWithoutColon(
    before value: Node, in source: SourceFile, _ inFlow: Bool
  ) -> Bool {
    guard inFlow, case .scalar(let scalar) = value.content, scalar.isMissing else { return false }
    let between = span.range.upperBound..<max(span.range.upperBound, value.span.range.lowerBound)
    let next = source.bytes[between.upperBound...].first { $0 > 0x20 }
    return !source.bytes[between].contains(UInt8(ascii: ":"))
      && (next == UInt8(ascii: ",") || next == UInt8(ascii: "}"))
  }
}
