import Diagnostics
import Engine

/// The layers of a policy put together: what a company adds to, and changes in, the policy that it extends.
///
/// Maps merge by key; windows, tables, measures and chains are replaced whole; gates and holds only add; what a layer locks, no later
/// layer touches.
struct PolicyLayers {
  /// Something a layer says, under its name.
  struct Item {
    let key: Scalar
    var node: Node
  }

  let name: Scalar?
  let governs: Scalar?
  let title: Bilingual?
  private(set) var calendar: [Item] = []
  /// What the last layer that says it says: `repeats`, `override`, `lapses`.
  private(set) var settings: [Item] = []
  /// By chain: which changes of a request its signers mind.
  private(set) var reapproval: [Item] = []
  private(set) var limits: [LimitItem] = []
  private(set) var windows: [Item] = []
  private(set) var measures: [Item] = []
  private(set) var tables: [Item] = []
  private(set) var holds: [Item] = []
  private(set) var chains: [Item] = []
  /// By action; several of one name add up.
  private(set) var gates: [Item] = []

  /// A limit with the value of the last layer that sets it, and every bound that a layer sets.
  struct LimitItem {
    let key: Scalar
    var value: Node
    var bounds: [Node]
    var title: Bilingual?
  }

  /// The sections that a later layer replaces as a whole.
  static let settings = ["repeats", "override", "lapses"]

  /// `roots` from the most general layer to the most particular.
  init(_ roots: [Node], _ findings: Findings) {
    let sections =
      [
        "title", "calendar", "limits", "windows", "measures", "tables", "gates", "holds",
        "sign_off",
        "reapproval", "locked",
      ] + Self.settings
    let layers = roots.enumerated().map { index, root in
      findings.fields(
        root, Bilingual("the policy", zh: "制度"),
        required: index == 0 ? ["policy", "governs"] : ["policy", "extends"],
        optional: sections + (index == 0 ? ["extends"] : ["governs"]))
    }
    let word = Bilingual("a name", zh: "名称")
    name = layers.last?["policy"].flatMap { findings.scalar($0, word) }
    governs = layers.first?["governs"].flatMap { findings.scalar($0, word) }
    title = layers.compactMap { $0["title"].flatMap(findings.bilingual) }.last
    for layer in layers.dropFirst() {
      if let other = layer["governs"].flatMap({ findings.scalar($0, word) }),
        other.text != governs?.text
      {
        findings.error(
          "other-workflow",
          Bilingual(
            "governs `\(other.text)`, but what it extends governs `\(governs?.text ?? "")`",
            zh: "适用于 `\(other.text)`，但所继承的制度适用于 `\(governs?.text ?? "")`"), at: other.span)
      }
    }
    var locks: [String: Span] = [:]
    for layer in layers {
      let mine = add(layer, locks, findings)
      locks.merge(mine) { first, _ in first }
    }
  }

  /// Adds a layer under the locks of those before it; the locks that it sets itself.
  private mutating func add(_ layer: Fields, _ locks: [String: Span], _ findings: Findings)
    -> [String: Span]
  {
    func permitted(_ path: String, _ span: Span) -> Bool {
      let section = path.split(separator: ".").first.map(String.init) ?? path
      guard let lock = locks[path] ?? locks[section] else { return true }
      findings.error(
        "locked", Bilingual("`\(path)` is locked", zh: "`\(path)` 已锁定"), at: span,
        notes: [.init(Bilingual("locked here", zh: "在此锁定"), at: lock)])
      return false
    }
    func items(_ section: String) -> [Item] {
      guard let node = layer[section] else { return [] }
      return findings.entries(node, Bilingual(verbatim: section)).compactMap { entry in
        permitted("\(section).\(entry.key.text)", entry.key.span)
          ? Item(key: entry.key, node: entry.value) : nil
      }
    }
    for name in Self.settings {
      guard let node = layer[name], permitted(name, node.span) else { continue }
      Self.replace(Item(key: Scalar(name, style: .plain, at: node.span), node: node), in: &settings)
    }
    for item in items("reapproval") { Self.replace(item, in: &reapproval) }
    for item in items("calendar") { Self.replace(item, in: &calendar) }
    for item in items("windows") { Self.replace(item, in: &windows) }
    for item in items("measures") { Self.replace(item, in: &measures) }
    for item in items("tables") { Self.replace(item, in: &tables) }
    for item in items("sign_off") { Self.replace(item, in: &chains) }
    gates += items("gates")
    for item in items("holds") {
      if let old = holds.first(where: { $0.key.text == item.key.text }) {
        findings.error(
          "only-adds",
          Bilingual(
            "hold `\(item.key.text)` exists already; holds only add",
            zh: "限制 `\(item.key.text)` 已存在；限制只能增加"),
          at: item.key.span,
          notes: [.init(Bilingual("defined here", zh: "在此定义"), at: old.key.span)],
          help: Bilingual("add another under a new name", zh: "请以新名称另行增加"))
      } else {
        holds.append(item)
      }
    }
    for item in items("limits") { add(item, findings) }
    return layer["locked"].map { self.locks($0, findings) } ?? [:]
  }

  private mutating func add(_ limit: Item, _ findings: Findings) {
    var value: Node? = limit.node
    var bounds: [Node] = []
    var title: Bilingual?
    if case .mapping = limit.node.content {
      let fields = findings.fields(
        limit.node, Bilingual("limit `\(limit.key.text)`", zh: "限额 `\(limit.key.text)`"),
        optional: ["value", "between", "title"])
      value = fields["value"]
      bounds = fields["between"].map { [$0] } ?? []
      title = fields["title"].flatMap(findings.bilingual)
    }
    if let index = limits.firstIndex(where: { $0.key.text == limit.key.text }) {
      limits[index].value = value ?? limits[index].value
      limits[index].bounds += bounds
      limits[index].title = title ?? limits[index].title
    } else if let value {
      limits.append(LimitItem(key: limit.key, value: value, bounds: bounds, title: title))
    } else {
      findings.error(
        "missing-key",
        Bilingual(
          "limit `\(limit.key.text)` lacks `value`", zh: "限额 `\(limit.key.text)` 缺少 `value`"),
        at: limit.key.span)
    }
  }

  /// What the layers say about one of the settings; nil: nothing.
  func setting(_ name: String) -> Node? { settings.first { $0.key.text == name }?.node }

  /// The paths that a layer locks: a section, or `SECTION.NAME`. Both must exist by then.
  private func locks(_ node: Node, _ findings: Findings) -> [String: Span] {
    let known =
      [
        "calendar", "limits", "windows", "measures", "tables", "gates", "holds", "sign_off",
        "reapproval",
      ]
      + Self.settings + reapproval.map { "reapproval.\($0.key.text)" }
      + calendar.map { "calendar.\($0.key.text)" } + limits.map { "limits.\($0.key.text)" }
      + windows.map { "windows.\($0.key.text)" }
      + measures.map { "measures.\($0.key.text)" } + tables.map { "tables.\($0.key.text)" }
      + chains.map { "sign_off.\($0.key.text)" }
    var locks: [String: Span] = [:]
    for element in findings.elements(node, Bilingual("what is locked", zh: "锁定的内容")) {
      guard
        let scalar = findings.scalar(
          element, Bilingual("a section or `SECTION.NAME`", zh: "部分或 `部分.名称`"))
      else { continue }
      if known.contains(scalar.text) {
        locks[scalar.text] = scalar.span
      } else {
        findings.unknown(
          "lock", Bilingual("part of the policy", zh: "制度内容"), scalar.text, at: scalar.span,
          known: known)
      }
    }
    return locks
  }

  private static func replace(_ item: Item, in items: inout [Item]) {
    if let index = items.firstIndex(where: { $0.key.text == item.key.text }) {
      items[index] = item
    } else {
      items.append(item)
    }
  }
}
