/// The parts of an OpenSSH structure, read from its front (RFC 4251 §5); nil where it is none.
struct SSHReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ count: Int) -> [UInt8]? {
    guard count >= 0, count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  mutating func number() -> UInt32? {
    take(4)?.reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Bytes after their length.
  mutating func string() -> [UInt8]? {
    number().flatMap { take(Int($0)) }
  }

  /// Whether exactly these bytes come next.
  mutating func expect(_ bytes: [UInt8]) -> Bool { take(bytes.count) == bytes }
  mutating func expectString(_ text: String) -> Bool { string() == Array(text.utf8) }
}

extension [UInt8] {
  mutating func append(sshString bytes: some Collection<UInt8>) {
    Swift.withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { append(contentsOf: $0) }
    append(contentsOf: bytes)
  }
}
