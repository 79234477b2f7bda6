import CEL
import Diagnostics
import Engine

/// The policy that results from its layers, as one YAML document.
///
/// Where there are several layers, each rule is followed by the place that it comes from. The comments aside, the
/// text means as a single layer what the layers mean together.
public func effectiveDocument(_ sources: RulebookSources) throws(DiagnosticReport) -> String {
  let findings = Findings(kind: "policy")
  var roots: [Node] = []
  for layer in sources.layers {
    var syntax = DiagnosticReport()
    if let root = YAMLReader.read(SourceFile(layer), into: &syntax) { roots.append(root) }
    findings.append(syntax)
  }
  try findings.throwErrors()
  let policy = EffectivePolicy(roots: roots, layers: PolicyLayers(roots, findings))
  try findings.throwErrors()
  let several = sources.layers.count > 1
  return YAMLWriter.write(policy.document) { path, value in
    several && EffectivePolicy.isRule(path) ? "\(Place(value.span))" : nil
  }
}

private struct EffectivePolicy {
  let roots: [Node]
  let layers: PolicyLayers

  /// Whether a path leads to something that a layer adds or replaces as a whole.
  static func isRule(_ path: [String]) -> Bool {
    switch path.first {
    case "gates": path.count == 3
    case "policy", "governs", "title", "repeats", "override", "lapses": path.count == 1
    case nil: false
    default: path.count == 2
    }
  }

  var document: Node {
    var entries: [Node.Entry] = []
    func add(_ key: String, _ node: Node?) {
      if let node { entries.append(.init(key: word(key, at: node.span), value: node)) }
    }
    func add(_ key: String, _ items: [PolicyLayers.Item]) {
      if !items.isEmpty {
        add(key, mapping(items.map { Node.Entry(key: $0.key, value: $0.node) }))
      }
    }
    add("policy", layers.name.map { Node(.scalar($0), at: $0.span) })
    add("governs", layers.governs.map { Node(.scalar($0), at: $0.span) })
    add("title", last("title"))
    add("calendar", layers.calendar)
    for setting in layers.settings { add(setting.key.text, setting.node) }
    if !layers.limits.isEmpty { add("limits", mapping(layers.limits.map(limit))) }
    add("windows", layers.windows)
    add("measures", layers.measures)
    add("tables", layers.tables)
    add("gates", gates)
    add("holds", layers.holds)
    add("sign_off", layers.chains)
    add("reapproval", layers.reapproval)
    add("locked", locked)
    return mapping(entries)
  }

  /// The gates of each action, in one list.
  private var gates: [PolicyLayers.Item] {
    var merged: [PolicyLayers.Item] = []
    for gate in layers.gates {
      guard let index = merged.firstIndex(where: { $0.key.text == gate.key.text }) else {
        merged.append(gate)
        continue
      }
      let items = elements(merged[index].node) + elements(gate.node)
      merged[index].node = Node(.sequence(items), at: merged[index].node.span)
    }
    return merged
  }

  private func limit(_ item: PolicyLayers.LimitItem) -> Node.Entry {
    guard !item.bounds.isEmpty || item.title != nil else {
      return Node.Entry(key: item.key, value: item.value)
    }
    var entries = [Node.Entry(key: word("value", at: item.value.span), value: item.value)]
    if let bounds = narrowest(item.bounds) {
      entries.append(.init(key: word("between", at: bounds.span), value: bounds))
    }
    if let title = item.title {
      let span = item.value.span
      entries.append(
        .init(
          key: word("title", at: span),
          value: mapping([
            .init(key: word("en", at: span), value: text(title.en, at: span)),
            .init(key: word("zh", at: span), value: text(title.zh, at: span)),
          ])))
    }
    return Node.Entry(key: item.key, value: Node(.mapping(entries), at: item.value.span))
  }

  /// The bounds of every layer bind: the highest of the lower ends and the lowest of the upper ends.
  private func narrowest(_ bounds: [Node]) -> Node? {
    let pairs = bounds.map(elements).filter { $0.count == 2 }
    guard let first = pairs.first, let span = bounds.last?.span else { return nil }
    var (low, high) = (first[0], first[1])
    for pair in pairs.dropFirst() {
      if number(pair[0]) > number(low) { low = pair[0] }
      if number(pair[1]) < number(high) { high = pair[1] }
    }
    return Node(.sequence([low, high]), at: span)
  }

  /// The number in `5%`, `7 days`, `200000 CNY`: bounds of one limit are of one kind.
  private func number(_ node: Node) -> Decimal {
    guard case .scalar(let scalar) = node.content else { return Decimal(0) }
    let digits = scalar.text.prefix { $0 != "%" && $0 != " " }
    return Decimal(digits) ?? Decimal(0)
  }

  /// Everything that any layer locks.
  private var locked: Node? {
    let items = roots.compactMap { value("locked", of: $0) }.flatMap(elements)
    return items.first.map { Node(.sequence(items), at: $0.span) }
  }

  private func last(_ key: String) -> Node? {
    roots.reversed().lazy.compactMap { value(key, of: $0) }.first
  }

  private func value(_ key: String, of root: Node) -> Node? {
    guard case .mapping(let entries) = root.content else { return nil }
    return entries.first { $0.key.text == key }?.value
  }

  private func elements(_ node: Node) -> [Node] {
    if case .sequence(let items) = node.content { items } else { [] }
  }

  private func mapping(_ entries: [Node.Entry]) -> Node {
    Node(.mapping(entries), at: entries.first?.key.span ?? roots[0].span)
  }

  private func word(_ text: String, at span: Span) -> Scalar {
    Scalar(text, style: .plain, at: span)
  }

  private func text(_ text: String, at span: Span) -> Node {
    Node(.scalar(Scalar(text, style: .doubleQuoted, at: span)), at: span)
  }
}
