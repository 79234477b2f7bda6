import CEL
import Diagnostics

extension Form {
  /// Reads what was typed for fields of the form; every problem is told at once.
  func parse(
    _ typed: [FieldName: String], attachments: [FieldName: Attachment], workflow: Workflow,
    facts: Facts, today: CivilDate
  ) throws(Refusal) -> [FieldName: FieldValue] {
    var values: [FieldName: FieldValue] = [:]
    var problems: [Bilingual] = []
    func problem(_ field: FieldName, _ text: Bilingual, _ help: Bilingual? = nil) {
      let advice = help ?? Bilingual(verbatim: "")
      problems.append(
        Bilingual(
          "`\(field)`: \(text.en)\(advice.en.isEmpty ? "" : "; \(advice.en)")",
          zh: "`\(field)`：\(text.zh)\(advice.zh.isEmpty ? "" : "；\(advice.zh)")"))
    }
    let known = fields.map(\.name.text)
    for (name, text) in typed.sorted(by: { $0.key < $1.key }) {
      guard let field = self[name] else {
        problem(
          name, Bilingual("form `\(self.name)` has no such field", zh: "表单 `\(self.name)` 没有此字段"),
          didYouMean(name.text, among: known))
        continue
      }
      if let formula = field.formula {
        problem(
          name, Bilingual("is computed: \(formula.text)", zh: "由系统计算：\(formula.text)"))
        continue
      }
      switch field.parse(text, in: workflow) {
      case .success(let value): values[name] = value
      case .failure(let invalid):
        for invalid in [invalid] + invalid.others { problem(name, invalid.reason, invalid.help) }
      }
    }
    for (name, file) in attachments.sorted(by: { $0.key < $1.key }) {
      if let field = self[name], field.type == .file {
        if file.size > field.maximumSize { problem(name, .tooLarge(file, field.maximumSize)) }
        values[name] = .file(file)
      } else {
        problem(
          name,
          Bilingual("form `\(self.name)` has no such file field", zh: "表单 `\(self.name)` 没有此附件字段"),
          didYouMean(name.text, among: fields.filter { $0.type == .file }.map(\.name.text)))
      }
    }
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      for person in value.people {
        do {
          try facts.requirePerson(person, on: today)
        } catch {
          problem(name, error.reason, error.help)
        }
      }
    }
    guard problems.isEmpty else {
      throw Refusal(
        .invalidValue,
        Bilingual(
          "form `\(name)` was not filled in: \(problems.count) problem(s)",
          zh: "表单 `\(name)` 未能填写：\(problems.count) 处问题"),
        details: problems)
    }
    return values
  }

  /// The required fields that hold nothing.
  func missing(in values: [FieldName: FieldValue]) -> [Field] {
    fields.filter { $0.isRequired && (values[$0.name]?.isBlank ?? true) }
  }

  /// The content with what its fields default to.
  func completed(_ values: [FieldName: FieldValue], baseline: [FieldName: FieldValue])
    -> [FieldName: FieldValue]
  {
    var completed = values
    for field in fields where completed[field.name] == nil {
      switch field.defaultValue {
      case .baseline(let name)?: completed[field.name] = baseline[name]
      case .value(let value)?: completed[field.name] = value
      case nil: break
      }
    }
    return completed
  }

  /// Refuses content that lacks what is required of people.
  func requireComplete(_ values: [FieldName: FieldValue]) throws(Refusal) {
    let missing = missing(in: values).filter { $0.formula == nil }
    guard missing.isEmpty else {
      throw Refusal(
        .incomplete,
        Bilingual("form `\(name)` is incomplete", zh: "表单 `\(name)` 不完整"),
        details: missing.map { field in
          Bilingual(
            "missing `\(field.name)` (\(field.title.en))",
            zh: "缺少 `\(field.name)`（\(field.title.zh)）")
        },
        help: Bilingual(
          missing.map(\.option.en).joined(separator: " "),
          zh: missing.map(\.option.zh).joined(separator: " ")))
    }
  }
}

extension Field {
  /// How the field is given on the command line.
  var option: Bilingual {
    switch type {
    case .file: Bilingual("--attach \(name)=FILE", zh: "--attach \(name)=文件")
    case .list(let list): Bilingual(verbatim: "--row '\(name): \(list.columns[0].name)=…'")
    case .text, .choice, .money, .percent, .number, .integer, .boolean, .date, .person,
      .milestones, .milestone:
      Bilingual(verbatim: "--set \(name)=…")
    }
  }
}

extension Bilingual {
  fileprivate static func tooLarge(_ file: Attachment, _ limit: Int) -> Bilingual {
    let (size, most) = ((file.size + 1023) >> 10, limit >> 10)
    return Bilingual(
      "the file has \(size) kB; at most \(most) kB are taken", zh: "文件大小为 \(size) kB，上限为 \(most) kB"
    )
  }
}

extension FieldValue {
  /// Whether it is there but says nothing: an empty text, an empty list.
  var isBlank: Bool {
    switch self {
    case .text(let text): text.allSatisfy(\.isWhitespace)
    case .milestones(let plan): plan.isEmpty
    case .sealed(let sealed): sealed.opening?.value.isBlank ?? false
    case .list(let rows): rows.isEmpty
    default: false
    }
  }

  /// The people whom it names, each once.
  fileprivate var people: [PersonID] {
    switch self {
    case .person(let person): [person]
    case .list(let rows): Set(rows.flatMap { $0.values.flatMap(\.people) }).sorted()
    default: []
    }
  }
}

extension Request.Subject {
  /// The digest that signatures are bound to: of what is asked for and every value of it.
  func contentDigest(_ content: [FieldName: FieldValue], _ reason: String, _ sha256: DigestFunction)
    -> Digest
  {
    struct Statement: Encodable {
      let subject: Request.Subject
      let content: [FieldName: FieldValue]
      let reason: String
    }
    let statement = Statement(subject: self, content: content, reason: reason)
    guard let bytes = try? JSON.bytes(of: statement) else {
      preconditionFailure("field values have an exact JSON form")
    }
    return sha256(bytes)
  }
}
