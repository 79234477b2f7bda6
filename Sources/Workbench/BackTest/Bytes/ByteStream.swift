import Diagnostics
import Foundation

/// Bytes that come piece by piece, so that a log larger than memory can be read.
struct ByteStream {
  /// Large enough to make calls rare, small enough to stay in the cache.
  static let pieceSize = 1 << 18

  /// The next piece; an empty one is the end.
  let next: () throws(LogProblem) -> [UInt8]

  init(_ next: @escaping () throws(LogProblem) -> [UInt8]) { self.next = next }

  /// The bytes of an array, in pieces of a given size.
  static func bytes(_ bytes: [UInt8], pieceSize: Int = Self.pieceSize) -> ByteStream {
    var offset = 0
    return ByteStream { () throws(LogProblem) in
      let end = min(offset + max(pieceSize, 1), bytes.count)
      defer { offset = end }
      return Array(bytes[offset..<end])
    }
  }

  static func file(_ path: String) throws(LogProblem) -> ByteStream {
    let file = try OpenFile(path)
    return ByteStream { () throws(LogProblem) in try file.piece() }
  }

  /// The same bytes with the first piece looked at: at least `count` bytes of it, unless there are fewer.
  func peeking(_ count: Int) throws(LogProblem) -> (head: [UInt8], stream: ByteStream) {
    var head: [UInt8] = []
    while head.count < count {
      let piece = try next()
      if piece.isEmpty { break }
      head += piece
    }
    var first: [UInt8]? = head
    let rest = self
    let stream = ByteStream { () throws(LogProblem) in
      if let piece = first, !piece.isEmpty {
        first = nil
        return piece
      }
      return try rest.next()
    }
    return (head, stream)
  }
}

/// A file that is closed when nobody reads it any more.
private final class OpenFile {
  private let descriptor: Int32

  init(_ path: String) throws(LogProblem) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.problem(errno) }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  func piece() throws(LogProblem) -> [UInt8] {
    var failure: Int32 = 0
    let piece = [UInt8](unsafeUninitializedCapacity: ByteStream.pieceSize) { buffer, count in
      var got = read(descriptor, buffer.baseAddress, buffer.count)
      while got < 0, errno == EINTR { got = read(descriptor, buffer.baseAddress, buffer.count) }
      if got < 0 { failure = errno }
      count = max(got, 0)
    }
    if failure != 0 { throw Self.problem(failure) }
    return piece
  }

  private static func problem(_ code: Int32) -> LogProblem {
    guard code != ENOENT else {
      return LogProblem("absent", Bilingual("there is no such file", zh: "没有此文件"))
    }
    let reason = String(cString: strerror(code))
    return LogProblem(
      "unreadable", Bilingual("cannot be read: \(reason)", zh: "无法读取：\(reason)"))
  }
}
