/// Canonical JSON (RFC 8785) in the making: members come in any order and are sorted when their object is closed.
///
/// Its memory is its own and given back by `deallocate`: arrays would ask before each byte whether somebody else has them too.
struct CanonicalText {
  private var written = Stack<UInt8>(capacity: 2048)
  /// The objects and arrays that are not closed, outermost first.
  private var open = Stack<Opening>(capacity: 16)
  /// The members of all open objects, in the order in which they were written.
  private var members = Stack<Member>(capacity: 64)
  /// The names that are not plain.
  private var odd: [String] = []
  /// Where an object's members are put in order; kept, so that it is allocated once.
  private var scratch = Stack<UInt8>(capacity: 0)
  private var order: [Int] = []
  private var opened: UInt32 = 0

  func deallocate() {
    written.deallocate()
    open.deallocate()
    members.deallocate()
    scratch.deallocate()
  }

  /// What is written so far.
  var bytes: [UInt8] { Array(written.all) }

  /// An object or array of the page: containers that were closed are told from those that are open.
  struct Bracket: Equatable {
    /// How many others are around it.
    let depth: Int
    let id: UInt32

    /// Of a container that has no place on the page: whatever is written into it is an error.
    static let none = Bracket(depth: -1, id: 0)
  }

  private struct Opening {
    let bracket: Bracket
    let isObject: Bool
    let start: Int
    let firstMember: Int
    var count = 0
    /// Whether the members came in their order so far.
    var isSorted = true
    /// Where the value belongs that was announced last.
    var value = -1
  }

  private struct Member {
    /// Where its name begins.
    let start: Int
    /// Among the names that are not plain. -1: it is plain, which is that it stands there as it is and sorts by its bytes, since
    /// each is ASCII beyond the quotation mark.
    let odd: Int
  }

  /// Where the next value would be written: how far in, within how many brackets, and which.
  var end: (offset: Int, depth: Int, owner: UInt32) {
    (written.count, open.count, open.isEmpty ? 0 : open[open.count - 1].bracket.id)
  }

  func contains(_ bracket: Bracket) -> Bool {
    bracket.depth >= 0 && bracket.depth < open.count && open[bracket.depth].bracket == bracket
  }

  /// The object or array that begins at a place; nil: none, or it is closed.
  func opening(at start: Int, depth: Int, isObject: Bool) -> Bracket? {
    guard depth >= 0, depth < open.count, open[depth].start == start,
      open[depth].isObject == isObject
    else { return nil }
    return open[depth].bracket
  }

  mutating func begin(isObject: Bool) -> Bracket {
    opened += 1
    let bracket = Bracket(depth: open.count, id: opened)
    open.append(
      Opening(
        bracket: bracket, isObject: isObject, start: written.count, firstMember: members.count))
    written.append(UInt8(ascii: isObject ? "{" : "["))
    return bracket
  }

  /// Begins the next member of an object, or element of an array (nil); closes whatever is open within it.
  mutating func announce(_ key: String?, in bracket: Bracket) {
    close(to: bracket.depth + 1)
    finishValue()
    let isFirst = open[bracket.depth].count == 0
    if !isFirst { written.append(UInt8(ascii: ",")) }
    if let key {
      let start = written.count
      var member = Member(start: start, odd: -1)
      if !write(plain: key) {
        member = Member(start: start, odd: odd.count)
        odd.append(key)
        write(key)
      }
      if !isFirst, open[bracket.depth].isSorted {
        open[bracket.depth].isSorted = precedes(members[members.count - 1], member)
      }
      members.append(member)
      written.append(UInt8(ascii: ":"))
    }
    open[bracket.depth].count += 1
    open[bracket.depth].value = written.count
  }

  /// Closes the innermost objects and arrays until no more than `depth` are open.
  mutating func close(to depth: Int) {
    while open.count > depth {
      finishValue()
      let opening = open[open.count - 1]
      if opening.isObject {
        if !opening.isSorted { sort(from: opening.firstMember) }
        members.drop(to: opening.firstMember)
      }
      written.append(UInt8(ascii: opening.isObject ? "}" : "]"))
      open.drop(to: open.count - 1)
    }
  }

  mutating func writeNull() { append("null") }
  mutating func write(_ flag: Bool) { append(flag ? "true" : "false") }
  mutating func write(_ number: Int64) {
    var rest = number.magnitude
    // As many digits as the largest has, from the last to the first.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var first = digits.count
      repeat {
        first -= 1
        digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      } while rest > 0
      if number < 0 { written.append(UInt8(ascii: "-")) }
      written.append(contentsOf: UnsafeBufferPointer(rebasing: digits[first...]))
    }
  }

  /// A digest, as its hexadecimal digits.
  mutating func write(_ digest: Digest) {
    let room = written.room(for: 2 * Digest.length + 2)
    room[0] = UInt8(ascii: "\"")
    digest.spell(into: room + 1)
    room[2 * Digest.length + 1] = UInt8(ascii: "\"")
    written.take(2 * Digest.length + 2)
  }

  private mutating func append(_ text: StaticString) {
    written.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Writes a name whose bytes all stand for themselves and sort after the quotation mark; false: it is no such name, and
  /// nothing is written.
  private mutating func write(plain name: String) -> Bool {
    var name = name
    return name.withUTF8 { utf8 in
      let room = written.room(for: utf8.count + 2)
      room[0] = UInt8(ascii: "\"")
      for index in 0..<utf8.count {
        let byte = utf8[index]
        if byte <= 0x22 || byte >= 0x80 || byte == UInt8(ascii: "\\") { return false }
        room[index + 1] = byte
      }
      room[utf8.count + 1] = UInt8(ascii: "\"")
      written.take(utf8.count + 2)
      return true
    }
  }

  mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      let room = written.room(for: utf8.count + 2)
      room[0] = UInt8(ascii: "\"")
      var index = 0
      while index < utf8.count, !Self.needsEscape(utf8[index]) {
        room[index + 1] = utf8[index]
        index += 1
      }
      written.take(index + 1)
      while index < utf8.count {
        let byte = utf8[index]
        if Self.needsEscape(byte) { write(escaping: byte) } else { written.append(byte) }
        index += 1
      }
      written.append(UInt8(ascii: "\""))
    }
  }

  /// A whole value, without asking `Codable` what it is made of.
  mutating func write(_ json: JSON) {
    switch json {
    case .null: writeNull()
    case .bool(let flag): write(flag)
    case .integer(let number): write(number)
    case .string(let text): write(text)
    case .array(let elements):
      let bracket = begin(isObject: false)
      for element in elements {
        announce(nil, in: bracket)
        write(element)
      }
      close(to: bracket.depth)
    case .object(let members):
      let bracket = begin(isObject: true)
      // Mostly in their order by now; what is not is put right when the object is closed.
      for (key, value) in members.sorted(by: { $0.key < $1.key }) {
        announce(key, in: bracket)
        write(value)
      }
      close(to: bracket.depth)
    }
  }

  /// What was announced and then not written is null.
  private mutating func finishValue() {
    if !open.isEmpty, open[open.count - 1].value == written.count { writeNull() }
  }

  /// Puts the members of the innermost object in their order. Of those with one name the last stays.
  private mutating func sort(from first: Int) {
    let (start, end) = (members[first].start, written.count)
    putInOrder(first..<members.count)
    scratch.drop(to: 0)
    for (place, index) in order.enumerated() {
      let isRepeated =
        place + 1 < order.count && !precedes(members[index], members[order[place + 1]])
      if isRepeated { continue }
      if !scratch.isEmpty { scratch.append(UInt8(ascii: ",")) }
      let next = index + 1 < members.count ? members[index + 1].start - 1 : end
      scratch.append(contentsOf: written.elements(members[index].start..<next))
    }
    written.drop(to: start)
    written.append(contentsOf: scratch.all)
  }

  /// Members by their names; those of one name stay as they came.
  private mutating func putInOrder(_ range: Range<Int>) {
    order.removeAll(keepingCapacity: true)
    guard range.count <= 32 else {
      order += range.sorted { precedes(members[$0], members[$1]) }
      return
    }
    // Most objects have less than a dozen, nearly in order, and are not worth an array of their own.
    for member in range {
      var place = order.count
      while place > 0, precedes(members[member], members[order[place - 1]]) { place -= 1 }
      order.insert(member, at: place)
    }
  }

  private func precedes(_ a: Member, _ b: Member) -> Bool {
    guard a.odd < 0, b.odd < 0 else { return Self.precedes(name(a), name(b)) }
    var (i, j) = (a.start + 1, b.start + 1)
    while written[i] == written[j] {
      // The end of both names; where one is longer, the other's quotation mark sorts before what follows.
      if written[i] == UInt8(ascii: "\"") { return false }
      i += 1
      j += 1
    }
    return written[i] < written[j]
  }

  private func name(_ member: Member) -> String {
    if member.odd >= 0 { return odd[member.odd] }
    let first = member.start + 1
    var end = first
    while written[end] != UInt8(ascii: "\"") { end += 1 }
    return String(decoding: written.elements(first..<end), as: UTF8.self)
  }

  /// UTF-16 order, as RFC 8785 demands.
  ///
  /// It is the order of UTF-8, save that surrogates, which stand for what is beyond U+FFFF, come before U+E000.
  private static func precedes(_ a: String, _ b: String) -> Bool {
    for (x, y) in zip(a.utf8, b.utf8) where x != y {
      // 0xEE begins U+E000 in UTF-8.
      return x < 0xEE || y < 0xEE ? x < y : a.utf16.lexicographicallyPrecedes(b.utf16)
    }
    return a.utf8.count < b.utf8.count
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func write(escaping byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      written.append(UInt8(ascii: "\\"))
      written.append(byte)
    case 0x08: append("\\b")
    case 0x09: append("\\t")
    case 0x0A: append("\\n")
    case 0x0C: append("\\f")
    case 0x0D: append("\\r")
    default:
      append("\\u00")
      written.append(Digest.digit(byte >> 4))
      written.append(Digest.digit(byte & 15))
    }
  }
}
