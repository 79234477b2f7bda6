import Diagnostics

extension ParserProblem {
  /// The problem as the user reads it, with the place where the unreadable part began.
  func diagnostic(in source: SourceFile) -> Diagnostic {
    let place = Span(source, offset..<min(offset + 1, source.bytes.count))
    if let refusal = propertyRefusal {
      return Diagnostic(refusal.code, refusal.message, at: place)
    }
    var notes: [Diagnostic.Note] = []
    if let contextOffset, contextOffset != offset, let context = Self.contexts[context] {
      let end = min(contextOffset + 1, source.bytes.count)
      notes.append(.init(context, at: Span(source, contextOffset..<end)))
    }
    let words =
      Self.wordings[problem]
      ?? Wording(Bilingual("not readable as YAML: \(problem)", zh: "不是可读的 YAML：\(problem)"))
    return Diagnostic(
      "yaml.syntax", words.message, at: place, notes: notes, help: words.help)
  }

  /// What libyaml could not read because it is a malformed anchor, alias or tag: not allowed in any form.
  private var propertyRefusal: (code: String, message: Bilingual)? {
    switch context {
    case "while scanning an anchor":
      ("yaml.anchor", Bilingual("anchors are not allowed", zh: "不允许使用锚点"))
    case "while scanning an alias":
      ("yaml.alias", Bilingual("aliases are not allowed", zh: "不允许使用别名"))
    case "while scanning a tag", "while parsing a tag", "while parsing a node":
      ("yaml.tag", Bilingual("tags are not allowed", zh: "不允许使用标签"))
    default: nil
    }
  }

  private struct Wording {
    let message: Bilingual
    var help: Bilingual?

    init(_ message: Bilingual, help: Bilingual? = nil) {
      self.message = message
      self.help = help
    }
  }

  /// What libyaml was reading, by its own words.
  private static let contexts: [String: Bilingual] = [
    "while parsing a flow sequence": Bilingual("`[` opened here", zh: "`[` 在此打开"),
    "while parsing a flow mapping": Bilingual("`{` opened here", zh: "`{` 在此打开"),
    "while parsing a block mapping": Bilingual("the mapping began here", zh: "映射从此处开始"),
    "while parsing a block collection": Bilingual("the list began here", zh: "列表从此处开始"),
    "while scanning a quoted scalar": Bilingual("the quote opened here", zh: "引号在此打开"),
    "while scanning a simple key": Bilingual("the key began here", zh: "键从此处开始"),
    "while scanning a block scalar": Bilingual("the text began here", zh: "文字从此处开始"),
  ]

  /// libyaml's problems in our words.
  private static let wordings: [String: Wording] = [
    "could not find expected ':'": Wording(
      Bilingual("expected `:` after a key", zh: "键之后应有 `:`"),
      help: Bilingual("write `key: value` on one line", zh: "请在一行内写作 `键: 值`")),
    "mapping values are not allowed in this context": Wording(
      Bilingual("a `: ` is not expected here", zh: "此处不应有 `: `"),
      help: Bilingual(
        "if it is text, write it in quotes; otherwise check the indentation",
        zh: "若是文字，请加引号；否则请检查缩进")),
    "block sequence entries are not allowed in this context": Wording(
      Bilingual("a list item `- ` is not expected here", zh: "此处不应有列表项 `- `"),
      help: Bilingual("start it on its own line, indented", zh: "请另起一行并缩进")),
    "mapping keys are not allowed in this context": Wording(
      Bilingual("a key is not expected here", zh: "此处不应有键")),
    "found character that cannot start any token": Wording(
      Bilingual("no text can begin with this character", zh: "文字不能以此字符开头"),
      help: Bilingual("write the text in quotes", zh: "请给文字加引号")),
    "found an indentation indicator equal to 0": Wording(
      Bilingual("the indentation cannot be 0", zh: "缩进不能为 0")),
    "did not find expected comment or line break": Wording(
      Bilingual("expected the end of the line", zh: "此处应换行")),
    "found a tab character where an indentation space is expected": Wording(
      Bilingual("a tab indents this line", zh: "此行用制表符缩进"),
      help: Bilingual("indent with spaces", zh: "请用空格缩进")),
    "found a tab character that violates indentation": Wording(
      Bilingual("a tab indents this line", zh: "此行用制表符缩进"),
      help: Bilingual("indent with spaces", zh: "请用空格缩进")),
    "found unexpected document indicator": Wording(
      Bilingual("the document ends inside quotes", zh: "文档在引号内结束"),
      help: Bilingual("close the quote", zh: "请补上引号")),
    "found unexpected end of stream": Wording(
      Bilingual("the file ends inside quotes", zh: "文件在引号内结束"),
      help: Bilingual("close the quote", zh: "请补上引号")),
    "found unknown escape character": Wording(
      Bilingual("unknown escape after `\\`", zh: "`\\` 之后的转义未知"),
      help: Bilingual("write `\\\\` for a backslash", zh: "反斜杠请写作 `\\\\`")),
    "did not find expected hexdecimal number": Wording(
      Bilingual("expected hexadecimal digits", zh: "此处应为十六进制数字")),
    "found invalid Unicode character escape code": Wording(
      Bilingual("no character has this number", zh: "没有字符使用此编号")),
    "found unexpected ':'": Wording(
      Bilingual("a `:` is not expected here", zh: "此处不应有 `:`"),
      help: Bilingual(
        "put a space after it; if it is text, write it in quotes",
        zh: "请在其后加空格；若是文字，请加引号")),
    "did not find expected <document start>": Wording(
      Bilingual("the document is over before this", zh: "文档在此之前已结束"),
      help: Bilingual("check the indentation of this line", zh: "请检查此行的缩进")),
    "did not find expected node content": Wording(
      Bilingual("expected a value", zh: "此处应为一个值")),
    "did not find expected '-' indicator": Wording(
      Bilingual("expected a list item `- `", zh: "此处应为列表项 `- `"),
      help: Bilingual("check the indentation of this line", zh: "请检查此行的缩进")),
    "did not find expected key": Wording(
      Bilingual("expected a key", zh: "此处应为键"),
      help: Bilingual("check the indentation of this line", zh: "请检查此行的缩进")),
    "did not find expected ',' or ']'": Wording(
      Bilingual("expected `,` or `]`", zh: "此处应为 `,` 或 `]`")),
    "did not find expected ',' or '}'": Wording(
      Bilingual("expected `,` or `}`", zh: "此处应为 `,` 或 `}`")),
  ]
}
