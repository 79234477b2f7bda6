import Diagnostics

/// Whether the file, read with the eyes, says what libyaml took from it.
///
/// libyaml accepts some texts that are not YAML and takes others for something else: a comment without a
/// space before it, `?` and `-` in flow collections, lines that leave their collection, blank lines in
/// block scalars. Every scalar is read a second time, and every byte between scalars must be punctuation.
struct LayoutCheck {
  private(set) var report = DiagnosticReport()

  private let source: SourceFile
  private var bytes: [UInt8] { source.bytes }
  private let start: Int
  /// The places of the scalars, in order.
  private var covered: [Range<Int>] = []
  private var endsInBlockScalar = false
  private var isTrusted = true

  init(_ source: SourceFile, start: Int) {
    self.source = source
    self.start = start
  }

  /// Something other than scalars and punctuation was refused: what stands between them is not looked at.
  mutating func distrust() { isTrusted = false }

  mutating func check(_ scalar: Scalar, inFlow: Bool) {
    let range = scalar.span.range
    guard !range.isEmpty else { return }
    covered.append(range)
    endsInBlockScalar = scalar.style == .literal || scalar.style == .folded
    switch scalar.style {
    case .plain:
      if inFlow, scalar.text == "-" {
        refuse(
          "yaml.dash", range,
          Bilingual("a `-` alone is no text in `[…]`", zh: "`[…]` 中单独的 `-` 不是文字"),
          help: Bilingual("write `\"-\"`", zh: "请写作 `\"-\"`"))
      }
    case .singleQuoted, .doubleQuoted:
      if !inFlow { checkIndentation(of: range, deeperThan: scalar.parentIndentation) }
    case .literal, .folded: checkBlockScalar(range, parent: scalar.parentIndentation)
    }
    checkText(of: scalar)
  }

  /// Lines after the first must be indented more than the collection around; libyaml does not look.
  mutating func checkIndentation(of range: Range<Int>, deeperThan column: Int) {
    let bytes = source.bytes
    var index = range.lowerBound
    while let lineFeed = bytes[index..<range.upperBound].firstIndex(of: UInt8(ascii: "\n")) {
      index = lineFeed + 1
      let blanks = bytes[index..<range.upperBound].prefix { $0 == UInt8(ascii: " ") }.count
      let first = index + blanks
      guard first < range.upperBound, blanks <= column else { continue }
      switch bytes[first] {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "#"): continue
      default: break
      }
      refuse(
        "yaml.indentation", first..<first + 1,
        Bilingual("this line continues the one above but is not indented", zh: "此行延续上一行，但没有缩进"),
        help: Bilingual(
          "indent it by \(column + 1) spaces or more", zh: "请至少缩进 \(column + 1) 个空格"))
    }
  }

  private mutating func checkBlockScalar(_ range: Range<Int>, parent: Int) {
    let header = BlockHeader(bytes, range.lowerBound)
    if header.indicatorsEnd < bytes.count, bytes[header.indicatorsEnd] == UInt8(ascii: "#") {
      refuseComment(at: header.indicatorsEnd)
    }
    guard header.indentation == nil else { return }
    var longestBlank = header.end..<header.end
    var index = header.end
    while index < bytes.count {
      let line = source.lineRange(of: index)
      let blanks = bytes[line].prefix { $0 == UInt8(ascii: " ") }.count
      if blanks < line.count {
        if longestBlank.count > blanks {
          refuse(
            "yaml.blank-line", longestBlank,
            Bilingual(
              "this blank line is indented more than the text below it",
              zh: "此空行的缩进多于其下文字"),
            help: Bilingual("remove its spaces", zh: "请删除其中的空格"))
        }
        return
      }
      if line.count > longestBlank.count { longestBlank = line }
      index =
        bytes[line.upperBound...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
        ?? bytes.count
    }
  }

  /// The text against a second reading of the file, and against what may not be hidden in escapes.
  private mutating func checkText(of scalar: Scalar) {
    guard scalar.style != .folded else { return }
    let bytes = source.bytes
    if scalar.isVerbatim {
      if !scalar.text.isSpelled(bytes[scalar.span.range]) { refuseAmbiguous(scalar) }
      return
    }
    let layout = scalar.layout
    guard scalar.text.isSpelled(layout.text[...]) else { return refuseAmbiguous(scalar) }
    guard scalar.style == .doubleQuoted else { return }
    var offset = 0
    for character in scalar.text.unicodeScalars {
      let length = UTF8.width(character)
      guard report.total < ByteScan.findingLimit else { return }
      if character.isForbiddenInPolicies {
        refuse(
          "yaml.character", layout.fileRange(of: offset..<offset + length),
          character.forbiddenMessage)
      }
      offset += length
    }
  }

  private mutating func refuseAmbiguous(_ scalar: Scalar) {
    refuse(
      "yaml.ambiguous", scalar.span.range,
      Bilingual("this text can be read in two ways", zh: "此文字有两种读法"),
      help: Bilingual("write it in quotes on one line", zh: "请写在一行并加引号"))
  }

  /// To be called after the last event: looks at everything that is not a scalar.
  mutating func finish() {
    guard isTrusted else { return }
    var index = start
    for range in covered {
      if index < range.lowerBound { checkGap(index..<range.lowerBound) }
      index = max(index, range.upperBound)
    }
    checkGap(index..<bytes.count)
    let last = source.lineRange(of: bytes.count)
    if endsInBlockScalar, !last.isEmpty, bytes[last].allSatisfy({ $0 == UInt8(ascii: " ") }) {
      refuse(
        "yaml.last-line", last,
        Bilingual("the last line is blank and has no end", zh: "最后一行是空白且没有换行"),
        help: Bilingual("remove its spaces", zh: "请删除其中的空格"))
    }
  }

  /// What stands between two scalars: punctuation, blanks, comments, and nothing that libyaml left out.
  private mutating func checkGap(_ range: Range<Int>) {
    let bytes = source.bytes
    var index = range.lowerBound
    while index < range.upperBound {
      switch bytes[index] {
      case UInt8(ascii: "#"):
        if index > start, bytes[index - 1] > 0x20 { refuseComment(at: index) }
        index = source.lineRange(of: index).upperBound
      case UInt8(ascii: "?"):
        refuse(
          "yaml.explicit-key", index..<index + 1,
          Bilingual("keys are written without `?`", zh: "键前不使用 `?`"),
          help: Bilingual(
            "write `key: value`; if it is text, write it in quotes",
            zh: "请写作 `键: 值`；若是文字，请加引号"))
        index += 1
      case 0x00...0x20, UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: ","),
        UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
        UInt8(ascii: "."):
        index += 1
      default:
        refuse(
          "yaml.ambiguous", index..<index + 1,
          Bilingual("this text can be read in two ways", zh: "此文字有两种读法"),
          help: Bilingual("write it in quotes", zh: "请加引号"))
        return
      }
    }
  }

  private mutating func refuseComment(at offset: Int) {
    refuse(
      "yaml.comment", offset..<offset + 1,
      Bilingual("a comment needs a space before `#`", zh: "注释的 `#` 之前须有空格"),
      help: Bilingual(
        "put a space before it; if it is text, write it in quotes",
        zh: "请在其前加空格；若是文字，请加引号"))
  }

  private mutating func refuse(
    _ code: String, _ range: Range<Int>, _ message: Bilingual, help: Bilingual? = nil
  ) {
    guard report.total < ByteScan.findingLimit else { return }
    report.append(Diagnostic(code, message, at: Span(source, range), help: help))
  }
}

extension String {
  /// Byte for byte. Both as plain memory: with the views of texts and slices this took longer than reading the file did.
  fileprivate func isSpelled(_ bytes: ArraySlice<UInt8>) -> Bool {
    var text = self
    return text.withUTF8 { utf8 in
      bytes.withUnsafeBufferPointer { utf8.count == $0.count && utf8.elementsEqual($0) }
    }
  }
}
