/// Where `Codable`'s containers, which are values, all write; a decision writes a few kilobytes.
final class CanonicalPage {
  /// Behind a pointer, since each use of an object's own variable is checked for overlaps while the program runs, and a
  /// decision makes ten thousand of them.
  let text: UnsafeMutablePointer<CanonicalText>

  init() {
    text = .allocate(capacity: 1)
    text.initialize(to: CanonicalText())
  }

  deinit {
    text.deinitialize(count: 1)
    text.deallocate()
  }
}

/// Canonical JSON (RFC 8785) in the making: members come in any order and are sorted when their object is closed.
struct CanonicalText {
  private(set) var bytes: [UInt8] = []
  /// The objects and arrays that are not closed, outermost first.
  private var open: [Opening] = []
  /// The members of all open objects, in the order in which they were written.
  private var members: [Member] = []
  /// Where an object's members are put in order; kept, so that it is allocated once.
  private var scratch: [UInt8] = []
  private var order: [Int] = []
  private var opened: UInt32 = 0

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
    let key: String
    let start: Int
    /// Whether the name stands there as it is and sorts by its bytes, since each is ASCII beyond the quotation mark.
    let isPlain: Bool
  }

  /// Where the next value would be written: how far in, within how many brackets, and which.
  var end: (offset: Int, depth: Int, owner: UInt32) {
    (bytes.count, open.count, open.last?.bracket.id ?? 0)
  }

  func contains(_ bracket: Bracket) -> Bool {
    open.indices.contains(bracket.depth) && open[bracket.depth].bracket == bracket
  }

  /// The object or array that begins at a place; nil: none, or it is closed.
  func opening(at start: Int, depth: Int, isObject: Bool) -> Bracket? {
    guard open.indices.contains(depth), open[depth].start == start,
      open[depth].isObject == isObject
    else { return nil }
    return open[depth].bracket
  }

  mutating func begin(isObject: Bool) -> Bracket {
    opened += 1
    let bracket = Bracket(depth: open.count, id: opened)
    open.append(
      Opening(
        bracket: bracket, isObject: isObject, start: bytes.count, firstMember: members.count))
    bytes.append(UInt8(ascii: isObject ? "{" : "["))
    return bracket
  }

  /// Begins the next member of an object, or element of an array (nil); closes whatever is open within it.
  mutating func announce(_ key: String?, in bracket: Bracket) {
    close(to: bracket.depth + 1)
    finishValue()
    var opening = open[bracket.depth]
    if opening.count > 0 { bytes.append(UInt8(ascii: ",")) }
    if let key {
      let start = bytes.count
      let isPlain = write(plain: key)
      if !isPlain { write(key) }
      let member = Member(key: key, start: start, isPlain: isPlain)
      if opening.isSorted, opening.count > 0, let last = members.last {
        opening.isSorted = precedes(last, member)
      }
      members.append(member)
      bytes.append(UInt8(ascii: ":"))
    }
    opening.count += 1
    opening.value = bytes.count
    open[bracket.depth] = opening
  }

  /// Closes the innermost objects and arrays until no more than `depth` are open.
  mutating func close(to depth: Int) {
    while open.count > depth, let opening = open.last {
      finishValue()
      if opening.isObject {
        if !opening.isSorted { sort(from: opening.firstMember) }
        members.removeSubrange(opening.firstMember...)
      }
      bytes.append(UInt8(ascii: opening.isObject ? "}" : "]"))
      open.removeLast()
    }
  }

  mutating func writeNull() { bytes += "null".utf8 }
  mutating func write(_ flag: Bool) { bytes += (flag ? "true" : "false").utf8 }
  mutating func write(_ number: Int64) { bytes += String(number).utf8 }

  /// Writes a name whose bytes all stand for themselves and sort after the quotation mark; false: it is no such name, and
  /// nothing is written.
  private mutating func write(plain name: String) -> Bool {
    var name = name
    return name.withUTF8 { utf8 in
      for byte in utf8 where byte <= 0x22 || byte >= 0x80 || byte == UInt8(ascii: "\\") {
        return false
      }
      bytes.append(UInt8(ascii: "\""))
      bytes.append(contentsOf: utf8)
      bytes.append(UInt8(ascii: "\""))
      return true
    }
  }

  mutating func write(_ text: String) {
    var text = text
    bytes.append(UInt8(ascii: "\""))
    text.withUTF8 { utf8 in
      var start = 0
      for index in utf8.indices where Self.needsEscape(utf8[index]) {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
        write(escaping: utf8[index])
        start = index + 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
    }
    bytes.append(UInt8(ascii: "\""))
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
    if open.last?.value == bytes.count { writeNull() }
  }

  /// Puts the members of the innermost object in their order. Of those with one name the last stays.
  private mutating func sort(from first: Int) {
    let end = bytes.count
    putInOrder(first..<members.count)
    scratch.removeAll(keepingCapacity: true)
    for (place, index) in order.enumerated() {
      let isRepeated =
        place + 1 < order.count && !precedes(members[index], members[order[place + 1]])
      if isRepeated { continue }
      if !scratch.isEmpty { scratch.append(UInt8(ascii: ",")) }
      let next = index + 1 < members.count ? members[index + 1].start - 1 : end
      scratch += bytes[members[index].start..<next]
    }
    bytes.replaceSubrange(members[first].start..<end, with: scratch)
  }

  /// Members by their names; those of one name stay as they came.
  private mutating func putInOrder(_ members: Range<Int>) {
    order.removeAll(keepingCapacity: true)
    guard members.count <= 32 else {
      order += members.sorted { precedes(self.members[$0], self.members[$1]) }
      return
    }
    // Most objects have less than a dozen, nearly in order, and are not worth an array of their own.
    for member in members {
      var place = order.count
      while place > 0, precedes(self.members[member], self.members[order[place - 1]]) { place -= 1 }
      order.insert(member, at: place)
    }
  }

  private func precedes(_ a: Member, _ b: Member) -> Bool {
    guard a.isPlain, b.isPlain else { return Self.precedes(a.key, b.key) }
    return bytes.withUnsafeBufferPointer { bytes in
      var (i, j) = (a.start + 1, b.start + 1)
      while bytes[i] == bytes[j] {
        // The end of both names; where one is longer, the other's quotation mark sorts before what follows.
        if bytes[i] == UInt8(ascii: "\"") { return false }
        i += 1
        j += 1
      }
      return bytes[i] < bytes[j]
    }
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
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
    case 0x08: bytes += "\\b".utf8
    case 0x09: bytes += "\\t".utf8
    case 0x0A: bytes += "\\n".utf8
    case 0x0C: bytes += "\\f".utf8
    case 0x0D: bytes += "\\r".utf8
    default:
      let digits = String(byte, radix: 16)
      bytes += (digits.utf8.count == 1 ? "\\u000\(digits)" : "\\u00\(digits)").utf8
    }
  }
}
