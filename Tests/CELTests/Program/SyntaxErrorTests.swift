import CEL
import Testing

struct SyntaxErrorTests {
  let environment = Environment(libraries: [.optionals])

  @Test(
    arguments: [
      ("1 +", "cel.syntax"), ("(1", "cel.syntax"), ("[1, 2", "cel.syntax"), ("{1}", "cel.syntax"),
      ("a.", "cel.syntax"), ("1 2", "cel.syntax"), ("", "cel.syntax"), ("a ? b", "cel.syntax"),
      ("'abc", "cel.unterminated-string"), ("'''abc", "cel.unterminated-string"),
      ("'a\nb'", "cel.unterminated-string"), ("'\\q'", "cel.escape"), ("'\\u12'", "cel.escape"),
      ("'\\ud800'", "cel.escape"), ("b'\\u0041'", "cel.escape"), ("'\\U00110000'", "cel.escape"),
      ("'\\400'", "cel.escape"), ("1x", "cel.number"), ("0xg", "cel.number"),
      ("9223372036854775808", "cel.number-range"), ("18446744073709551616u", "cel.number-range"),
      ("a = b", "cel.unexpected-character"), ("a & b", "cel.unexpected-character"),
      ("é", "cel.unexpected-character"), ("if", "cel.reserved"), ("while(1)", "cel.reserved"),
      ("has(1)", "cel.macro"), ("[1].map(1, 2)", "cel.macro"), ("a.`b", "cel.quoted-name"),
      ("Type{}", "cel.message"),
    ])
  func `is refused`(_ expression: String, _ code: String) {
    #expect(codes(expression, environment).first == code)
  }

  @Test func `the caret stands under the mistake, also after wide characters`() {
    #expect(
      complaints("'审批' == 'x' and true", environment) == """
        error: unexpected `and` [cel.syntax]
         --> <expression>:1:13
          |
        1 | '审批' == 'x' and true
          |               ^^^
           = help: and is written `&&`

        """)
  }

  @Test func `text that is not UTF-8 is refused`() {
    do {
      _ = try environment.compile(.init(name: "x", bytes: [0x27, 0xFF, 0x27]))
      Issue.record("accepted")
    } catch {
      #expect(error.diagnostics.map(\.code) == ["cel.encoding"])
    }
  }
}
