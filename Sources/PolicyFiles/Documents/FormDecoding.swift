import CEL
import Diagnostics
import Engine

extension Findings {
  /// The `forms:` of a workflow.
  func forms(_ node: Node, roles: [RoleName], currency: String) -> [Form] {
    entries(node, Bilingual("forms by name", zh: "表单")).compactMap { entry in
      guard let name: FormName = name(entry.key) else { return nil }
      let what = Bilingual("form `\(name)`", zh: "表单 `\(name)`")
      let fields = fields(
        entry.value, what, required: ["fields"], optional: ["title", "by", "visible_to"])
      let reserved = [
        "request", "baseline", "original", "limits", "duties", "submitter", "now", "today",
        "parent", "children",
      ]
      if reserved.contains(name.text) {
        error(
          "reserved-name",
          Bilingual("`\(name)` means something else in expressions", zh: "`\(name)` 在表达式中另有含义"),
          at: entry.key.span, help: Bilingual("choose another name", zh: "请换一个名称"))
        return nil
      }
      let visibility = Visibility(roles: roles, readers: visibleTo(fields, roles))
      let list =
        fields["fields"].map {
          self.fieldList($0, of: name, currency: currency, visibility)
        } ?? []
      return Form(
        name: name, title: title(fields, of: name.text), fields: list,
        filledBy: fields["by"].map {
          references($0, "role", Bilingual("role", zh: "角色"), among: roles)
        } ?? [])
    }
  }

  private func fieldList(
    _ node: Node, of form: FormName, currency: String, _ visibility: Visibility
  ) -> [Field] {
    let entries = entries(node, Bilingual("fields by name", zh: "字段"))
    if entries.isEmpty {
      error(
        "empty-form", Bilingual("form `\(form)` has no fields", zh: "表单 `\(form)` 没有字段"),
        at: node.span)
    }
    return entries.compactMap { entry in
      guard let name: FieldName = name(entry.key) else { return nil }
      if form == "project", ["spent", "stage", "milestones"].contains(name.text) {
        error(
          "reserved-name",
          Bilingual("`project.\(name)` is kept by the program", zh: "`project.\(name)` 由程序维护"),
          at: entry.key.span, help: Bilingual("choose another name", zh: "请换一个名称"))
        return nil
      }
      return field(name, entry.value, of: form, currency: currency, visibility)
    }
  }

  private func field(
    _ name: FieldName, _ node: Node, of form: FormName, currency: String, _ visibility: Visibility
  ) -> Field? {
    let what = Bilingual("field `\(name)`", zh: "字段 `\(name)`")
    let fields = fields(
      node, what, required: ["type"],
      optional: [
        "title", "required", "min", "max", "default", "of", "scale", "exempt", "searchable", "is",
        "max_size", "visible_to", "numbered",
      ])
    guard
      let type = fields["type"].flatMap({
        fieldType($0, fields, named: "\(form).\(name)", currency: currency)
      })
    else { return nil }
    var field = field(name, type, fields, currency: currency)
    // A number finds what bears it: it is nobody's secret.
    field.readers = field.numbering == nil ? readers(of: name, fields, visibility) : []
    if field.isSearchable, !field.readers.isEmpty {
      let isOwn = fields["visible_to"] != nil
      error(
        "contradiction",
        Bilingual(
          "nobody would ever find `\(form).\(name)`: search reads no confidential field",
          zh: "`\(form).\(name)` 永远检索不到：保密字段不参与检索"),
        at: fields.keySpan("searchable"),
        help: isOwn
          ? Bilingual(
            "leave out `searchable`, or `visible_to`", zh: "请去掉 `searchable` 或 `visible_to`")
          : Bilingual(
            "leave out `searchable`, or `visible_to` of the form",
            zh: "请去掉 `searchable`，或表单的 `visible_to`"))
    }
    return field
  }

  /// A field, or a column of a list, whose type has been read.
  func field(_ name: FieldName, _ type: FieldType, _ fields: Fields, currency: String) -> Field {
    var bounds: [String: FieldValue] = [:]
    for key in ["min", "max"] {
      // The bounds of a list are those of the number of its rows.
      guard let node = fields[key], type.list == nil else { continue }
      guard type.isOrdered else {
        error(
          "type-mismatch",
          Bilingual("`\(key)` has no meaning for this type", zh: "`\(key)` 不适用于此类型"),
          at: fields.keySpan(key))
        continue
      }
      bounds[key] = literal(node, of: type, currency: currency)
    }
    if case .money = type, bounds["min"] == nil { bounds["min"] = .decimal(Decimal(0)) }
    if let low = bounds["min"], let high = bounds["max"], !low.precedesOrEquals(high) {
      error(
        "empty-range", Bilingual("`min` is above `max`", zh: "`min` 大于 `max`"),
        at: fields["min"]?.span)
    }
    let isSearchable = fields["searchable"].flatMap(boolean) ?? false
    if isSearchable, type != .text {
      error(
        "type-mismatch", Bilingual("only text can be searched", zh: "只有文本可以检索"),
        at: fields.keySpan("searchable"))
    }
    return Field(
      name: name, title: title(fields, of: name.text), type: type,
      isRequired: fields["required"].flatMap(boolean) ?? false, minimum: bounds["min"],
      maximum: bounds["max"],
      defaultValue: fields["default"].flatMap { defaultValue($0, of: type, currency: currency) },
      isExemptFromLock: fields["exempt"].flatMap(boolean) ?? false, isSearchable: isSearchable,
      formula: fields["is"].flatMap { formula($0, of: type, fields) },
      numbering: fields["numbered"].flatMap { numbering($0, of: type, fields) },
      maximumSize: maximumSize(fields, type) ?? Attachment.usualLimit)
  }

  /// How a field is numbered.
  private func numbering(_ node: Node, of type: FieldType, _ fields: Fields) -> Numbering? {
    guard type == .text else {
      error(
        "type-mismatch", Bilingual("`numbered` is for text", zh: "`numbered` 只用于 text"),
        at: fields.keySpan("numbered"))
      return nil
    }
    for key in ["default", "is", "visible_to"] where fields[key] != nil {
      error(
        "contradiction",
        Bilingual("a numbered field needs no `\(key)`", zh: "编号字段无须 `\(key)`"),
        at: fields.keySpan(key))
    }
    let what = Bilingual("a pattern such as `SQ-{year}-{0000}`", zh: "编号格式，如 `SQ-{year}-{0000}`")
    guard let scalar = scalar(node, what) else { return nil }
    guard let numbering = Numbering(scalar.text) else {
      expected(what, node)
      return nil
    }
    return numbering
  }

  /// How a field is computed. Whether the names in it exist shows when a policy compiles it.
  private func formula(_ node: Node, of type: FieldType, _ fields: Fields) -> Formula? {
    guard type.fitsColumn else {
      error(
        "type-mismatch",
        Bilingual("a field of this type cannot be computed", zh: "此类型的字段不能由系统计算"),
        at: fields.keySpan("is"))
      return nil
    }
    if let span = fields.keySpan("default") {
      error(
        "contradiction",
        Bilingual("a computed field needs no default", zh: "由系统计算的字段无须默认值"), at: span)
    }
    guard let scalar = syntax(node) else { return nil }
    return Formula(text: scalar.text, place: Place(scalar.span))
  }

  /// `name` is what expressions call the type of a list's row.
  func fieldType(_ node: Node, _ fields: Fields, named name: String, currency: String)
    -> FieldType?
  {
    let names = [
      "text", "choice", "money", "percent", "number", "integer", "boolean", "date", "person",
      "file", "milestones", "milestone", "list",
    ]
    guard let scalar = scalar(node, Bilingual("a type", zh: "类型")) else { return nil }
    let scale = fields["scale"].flatMap { integer($0, in: 0...FieldType.maximumScale) }
    if fields["scale"] != nil, !["money", "number"].contains(scalar.text) {
      error(
        "type-mismatch",
        Bilingual("`scale` is for money and number", zh: "`scale` 只用于 money 与 number"),
        at: fields.keySpan("scale"))
    }
    if fields["of"] != nil, !["choice", "list"].contains(scalar.text) {
      error(
        "type-mismatch",
        Bilingual("`of` is for choice and list", zh: "`of` 只用于 choice 与 list"),
        at: fields.keySpan("of"))
    }
    switch scalar.text {
    case "text": return .text
    case "choice": return choices(fields, node)
    case "money": return .money(scale: scale ?? 2)
    case "percent": return .percent
    case "number": return .number(scale: scale ?? 8)
    case "integer": return .integer
    case "boolean": return .boolean
    case "date": return .date
    case "person": return .person
    case "file": return .file
    case "milestones": return .milestones
    case "milestone": return .milestone
    case "list": return list(fields, node, named: name, currency: currency)
    default:
      unknown(
        "type", Bilingual("type", zh: "类型"), scalar.text, at: scalar.span, known: names)
      return nil
    }
  }

  private func choices(_ fields: Fields, _ node: Node) -> FieldType? {
    guard let of = fields["of"] else {
      error(
        "missing-key", Bilingual("a choice lacks `of`", zh: "choice 缺少 `of`"), at: node.span,
        help: Bilingual("of: [strategic, key, normal]", zh: "of: [strategic, key, normal]"))
      return nil
    }
    var choices: [FieldType.Choice] = []
    func add(_ scalar: Scalar?, _ title: Bilingual?) {
      guard let scalar, !scalar.text.isEmpty else { return }
      if choices.contains(where: { $0.name == scalar.text }) {
        error(
          "repeated", Bilingual("`\(scalar.text)` is listed twice", zh: "`\(scalar.text)` 重复列出"),
          at: scalar.span)
        return
      }
      choices.append(.init(name: scalar.text, title: title ?? Bilingual(verbatim: scalar.text)))
    }
    if case .mapping(let entries) = of.content {
      for entry in entries { add(entry.key, bilingual(entry.value)) }
    } else {
      for element in elements(of, Bilingual("choices", zh: "选项")) {
        add(scalar(element, Bilingual("a choice", zh: "选项")), nil)
      }
    }
    if choices.isEmpty {
      error("empty-choice", Bilingual("a choice of nothing", zh: "没有任何选项"), at: of.span)
      return nil
    }
    return .choice(choices)
  }

  private func defaultValue(_ node: Node, of type: FieldType, currency: String) -> Field
    .DefaultValue?
  {
    if case .scalar(let scalar) = node.content, scalar.style == .plain,
      scalar.text.hasPrefix("baseline.")
    {
      return .baseline(FieldName(String(scalar.text.dropFirst("baseline.".count))))
    }
    return literal(node, of: type, currency: currency).map { .value($0) }
  }

  /// A constant of a field's type, written as people write it in forms.
  func literal(_ node: Node, of type: FieldType, currency: String) -> FieldValue? {
    guard let scalar = scalar(node, Bilingual("a value", zh: "值")) else { return nil }
    let empty = Workflow(
      name: "", title: Bilingual(verbatim: ""), currency: currency, openedBy: "", roles: [],
      forms: [], milestones: [], stages: [], actions: [])
    switch Field(name: "value", title: Bilingual(verbatim: ""), type: type).parse(
      scalar.text, in: empty)
    {
    case .success(let value): return value
    case .failure(let invalid):
      error("type-mismatch", invalid.reason, at: scalar.span, help: invalid.help)
      return nil
    }
  }
}

extension FieldValue {
  fileprivate func precedesOrEquals(_ other: FieldValue) -> Bool {
    switch (self, other) {
    case (.decimal(let a), .decimal(let b)): a <= b
    case (.integer(let a), .integer(let b)): a <= b
    case (.date(let a), .date(let b)): a <= b
    default: true
    }
  }
}
