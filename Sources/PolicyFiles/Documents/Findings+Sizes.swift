import Diagnostics
import Engine

extension Findings {
  /// The `max_size:` of a file field, in bytes: `500 kB`, `20 MB`, of 1,024 each.
  func size(_ node: Node) -> Int? {
    let what = Bilingual("a size such as `500 kB` or `20 MB`", zh: "大小，如 `500 kB` 或 `20 MB`")
    guard let scalar = scalar(node, what) else { return nil }
    let words = scalar.text.split(separator: " ").map(String.init)
    let units = ["kB": 1 << 10, "MB": 1 << 20]
    guard words.count == 2, let unit = units[words[1]], let count = Int(words[0]),
      (1...Attachment.greatestLimit).contains(count)
    else {
      expected(what, node)
      return nil
    }
    guard count * unit <= Attachment.greatestLimit else {
      error(
        "too-large",
        Bilingual("`\(scalar.text)` is above the largest size", zh: "`\(scalar.text)` 超过上限"),
        at: scalar.span, help: Bilingual("at most `50 MB`", zh: "最多 `50 MB`"))
      return nil
    }
    return count * unit
  }

  /// nil: the field says nothing about it.
  func maximumSize(_ fields: Fields, _ type: FieldType) -> Int? {
    guard let node = fields["max_size"] else { return nil }
    guard type == .file else {
      error(
        "type-mismatch", Bilingual("`max_size` is for file", zh: "`max_size` 只用于 file"),
        at: fields.keySpan("max_size"))
      return nil
    }
    return size(node)
  }
}
