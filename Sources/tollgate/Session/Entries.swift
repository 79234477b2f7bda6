import ArgumentParser
import Diagnostics
import Engine
import Glibc

/// What is written into fields on the command line: `--set`, `--row`, `--rows`, `--from`.
struct Entries: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: .init(
      say("A field's value; may be given again.", "字段的值；可多次使用。"), valueName: "field=value"))
  var set: [String] = []

  @Option(
    help: .init(
      say(
        "A row of a list; may be given again.", "列表的一行；可多次使用。"),
      valueName: "field: column=value, …"))
  var row: [String] = []

  @Option(
    help: .init(
      say(
        "All rows of a list from a CSV file with the columns' names on its first line.",
        "从 CSV 文件读入列表的全部行，首行为列名。"), valueName: "field=file"),
    completion: .file(extensions: ["csv"]))
  var rows: [String] = []

  @Option(
    help: .init(
      say(
        "A YAML file of fields; what else is given goes before it.", "写有字段的 YAML 文件；其他选项优先。"),
      valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
  var from: String?

  /// The typed texts by field; a field set twice on the command line is a mistake.
  func values() throws -> [FieldName: String] {
    var values: [FieldName: String] = [:]
    if let from {
      for entry in try Rulebooks.formValues(from) { values[entry.field] = entry.text }
    }
    var seen: Set<FieldName> = []
    for (name, text) in try set.map({ try Self.split($0, "--set") }) + lists() {
      guard seen.insert(FieldName(name)).inserted else {
        throw Failure.usage(
          Bilingual("`\(name)` is set twice", zh: "`\(name)` 设置了两次"), help: nil)
      }
      values[FieldName(name)] = text
    }
    return values
  }

  static func split(_ entry: String, _ option: String) throws -> (String, String) {
    guard let equals = entry.firstIndex(of: "="), equals != entry.startIndex else {
      throw Failure.usage(
        Bilingual("`\(option) \(entry)` has no `=`", zh: "`\(option) \(entry)` 中没有 `=`"),
        help: Bilingual("write `\(option) name=value`", zh: "应写作 `\(option) 名称=值`"))
    }
    return (String(entry[..<equals]), String(entry[entry.index(after: equals)...]))
  }
}

extension Failure {
  /// A file that could not be opened or read, with the system's word for why.
  static func unreadable(_ path: String) -> Failure {
    .system(
      Bilingual(
        "`\(path)` cannot be read: \(String(cString: strerror(errno)))",
        zh: "无法读取 `\(path)`：\(String(cString: strerror(errno)))"), help: nil)
  }
}
