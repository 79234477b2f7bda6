import Diagnostics

extension XMLReader {
  /// The next tag; nil when more bytes are needed to tell.
  mutating func parse() throws(LogProblem) -> Tag? {
    while true {
      position = skippingBlanks(from: position)
      guard position < bytes.count else { return nil }
      guard bytes[position] == UInt8(ascii: "<") else {
        throw LogProblem(
          "text", Bilingual("text between tags; XES has none", zh: "标签之间有文字，XES 中不应有"),
          help: Bilingual("is it an XES file?", zh: "这是 XES 文件吗？"))
      }
      guard position + 1 < bytes.count else { return nil }
      switch bytes[position + 1] {
      case UInt8(ascii: "?"):
        guard let end = end(of: "?>", from: position + 2) else { return nil }
        try checkEncoding(bytes[position..<end])
        position = end
      case UInt8(ascii: "!"):
        guard let end = try endOfDeclaration() else { return nil }
        position = end
      case UInt8(ascii: "/"): return try closingTag()
      default: return try openingTag()
      }
    }
  }

  /// The end of a comment, the only declaration that is let pass.
  private func endOfDeclaration() throws(LogProblem) -> Int? {
    guard position + 3 < bytes.count else { return nil }
    if bytes[position + 2] == UInt8(ascii: "-"), bytes[position + 3] == UInt8(ascii: "-") {
      return end(of: "-->", from: position + 4)
    }
    if bytes[position + 2] == UInt8(ascii: "D") {
      throw LogProblem(
        "doctype",
        Bilingual(
          "document types and entities are refused", zh: "不接受文档类型声明和实体"),
        help: Bilingual("remove `<!DOCTYPE …>`", zh: "请删除 `<!DOCTYPE …>`"))
    }
    throw Self.malformed("unknown declaration", zh: "未知声明")
  }

  private func checkEncoding(_ instruction: ArraySlice<UInt8>) throws(LogProblem) {
    guard instruction.starts(with: "<?xml ".utf8) else { return }
    let text = String(decoding: instruction, as: UTF8.self).lowercased()
    guard let declared = text.firstRange(of: "encoding") else { return }
    let name = text[declared.upperBound...].drop { "= \t\r\n\"'".contains($0) }
      .prefix { !"\"'?".contains($0) }
    guard name == "utf-8" || name == "us-ascii" else { throw Self.notUTF8 }
  }

  private mutating func closingTag() throws(LogProblem) -> Tag? {
    let start = position + 2
    let nameEnd = endOfName(from: start)
    let end = skippingBlanks(from: nameEnd)
    guard end < bytes.count else { return nil }
    guard bytes[end] == UInt8(ascii: ">") else {
      throw Self.malformed("a closing tag that does not end", zh: "结束标签不完整")
    }
    guard let opened = open.last, opened.elementsEqual(bytes[start..<nameEnd]) else {
      let found = String(decoding: bytes[start..<nameEnd], as: UTF8.self).excerpt
      throw Self.malformed("`</\(found)>` closes nothing", zh: "`</\(found)>` 没有对应的开始标签")
    }
    open.removeLast()
    position = end + 1
    return .closing
  }

  private mutating func openingTag() throws(LogProblem) -> Tag? {
    let nameStart = position + 1
    var index = endOfName(from: nameStart)
    guard index < bytes.count else { return nil }
    guard index > nameStart else { throw Self.malformed("`<` without a name", zh: "`<` 后没有名称") }
    let nameRange = nameStart..<index
    attributes.removeAll(keepingCapacity: true)
    while true {
      let before = index
      index = skippingBlanks(from: index)
      guard index < bytes.count else { return nil }
      if bytes[index] == UInt8(ascii: ">") {
        try begin(nameRange, end: index + 1, closesItself: false)
        return .opening
      }
      if bytes[index] == UInt8(ascii: "/") {
        guard index + 1 < bytes.count else { return nil }
        guard bytes[index + 1] == UInt8(ascii: ">") else {
          throw Self.malformed("`/` inside of a tag", zh: "标签内有 `/`")
        }
        try begin(nameRange, end: index + 2, closesItself: true)
        return .opening
      }
      guard index > before else {
        throw Self.malformed("no blank before an attribute", zh: "属性之前没有空格")
      }
      guard let end = try attribute(from: index) else { return nil }
      index = end
    }
  }

  private mutating func begin(_ name: Range<Int>, end: Int, closesItself: Bool)
    throws(LogProblem)
  {
    if open.isEmpty {
      guard !hasRoot else { throw Self.malformed("a second root", zh: "有两个根元素") }
      hasRoot = true
    }
    guard open.count < Self.depthLimit else {
      throw LogProblem("too-deep", Bilingual("elements nest too deeply", zh: "元素嵌套过深"))
    }
    self.name = name
    self.closesItself = closesItself
    if !closesItself { open.append(Array(bytes[name])) }
    position = end
  }

  /// Reads `name="value"`; where it ends, or nil when more bytes are needed.
  private mutating func attribute(from start: Int) throws(LogProblem) -> Int? {
    let nameEnd = endOfName(from: start)
    var index = skippingBlanks(from: nameEnd)
    guard index < bytes.count else { return nil }
    guard nameEnd > start, bytes[index] == UInt8(ascii: "=") else {
      throw Self.malformed("an attribute without a value", zh: "属性没有值")
    }
    index = skippingBlanks(from: index + 1)
    guard index < bytes.count else { return nil }
    let quote = bytes[index]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw Self.malformed("an attribute without quotes", zh: "属性值没有引号")
    }
    let valueStart = index + 1
    guard let scanned = try XMLText.scan(bytes, from: valueStart, to: quote) else { return nil }
    guard attributes.count < Self.attributeLimit else {
      throw LogProblem(
        "too-many-attributes", Bilingual("a tag has too many attributes", zh: "标签属性过多"))
    }
    for other in attributes where bytes[other.name].elementsEqual(bytes[start..<nameEnd]) {
      throw Self.malformed("an attribute given twice", zh: "属性重复")
    }
    attributes.append(
      Attribute(
        name: start..<nameEnd, value: valueStart..<scanned.end, isPlain: scanned.isPlain))
    return scanned.end + 1
  }

  private func skippingBlanks(from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      default: return index
      }
    }
    return index
  }

  private func endOfName(from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "_"), UInt8(ascii: ":"), 0x80...0xFF:
        index += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
        if index == start { return index }
        index += 1
      default: return index
      }
    }
    return index
  }

  /// Where a mark ends that stands at or after a place; nil when it does not come yet.
  private func end(of mark: StaticString, from start: Int) -> Int? {
    let wanted = UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount)
    guard start + wanted.count <= bytes.count else { return nil }
    for index in start...(bytes.count - wanted.count)
    where bytes[index] == wanted[0] && equals(index..<index + wanted.count, wanted) {
      return index + wanted.count
    }
    return nil
  }
}
