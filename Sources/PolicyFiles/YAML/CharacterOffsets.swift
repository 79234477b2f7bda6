/// The byte offset of each character of a text, for libyaml's marks, which count characters.
///
/// Keeps one offset in 8 and counts on from there; a text of one-byte characters needs none.
struct CharacterOffsets {
  private static let stride = 8

  private let bytes: [UInt8]
  /// The byte offset at which libyaml started to count: after a byte order mark.
  private let start: Int
  /// The byte offset of characters 0, 8, 16, …; empty when all are one byte long.
  private let landmarks: [Int]

  /// `bytes` must be valid UTF-8.
  init(_ bytes: [UInt8], from start: Int) {
    self.bytes = bytes
    self.start = start
    guard bytes[start...].contains(where: { $0 >= 0x80 }) else {
      landmarks = []
      return
    }
    var landmarks: [Int] = []
    var count = 0
    for index in start..<bytes.count where bytes[index] & 0xC0 != 0x80 {
      if count % Self.stride == 0 { landmarks.append(index) }
      count += 1
    }
    self.landmarks = landmarks
  }

  /// The byte offset of a character, counted from 0; the end of the text for any past it.
  func byteOffset(ofCharacter index: Int) -> Int {
    if landmarks.isEmpty { return min(start + index, bytes.count) }
    guard index / Self.stride < landmarks.count else { return bytes.count }
    var offset = landmarks[index / Self.stride]
    for _ in 0..<index % Self.stride {
      guard offset < bytes.count else { return bytes.count }
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    }
    return offset
  }
}
