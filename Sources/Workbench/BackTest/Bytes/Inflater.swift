import CZlib
import Diagnostics

extension ByteStream {
  /// The contents, when the bytes are a gzip file; otherwise the bytes themselves.
  func inflatedIfGzip() throws(LogProblem) -> ByteStream {
    let (head, stream) = try peeking(2)
    guard head.starts(with: Inflater.magic) else { return stream }
    let inflater = try Inflater(stream)
    return ByteStream { () throws(LogProblem) in try inflater.piece() }
  }
}

/// Inflates a gzip file piece by piece: one member after the other, as `gzip` writes and joins them.
///
/// A class, because zlib keeps a pointer into its own state, which must stay in place and be freed once.
private final class Inflater {
  static let magic: [UInt8] = [0x1F, 0x8B]
  /// zlib's `windowBits` for gzip alone: the largest window and 16.
  private static let gzipWindow: Int32 = 15 + 16

  private let source: ByteStream
  private let state: UnsafeMutablePointer<z_stream>
  private var input: [UInt8] = []
  private var offset = 0
  private var isBetweenMembers = false

  init(_ source: ByteStream) throws(LogProblem) {
    self.source = source
    state = .allocate(capacity: 1)
    state.initialize(to: z_stream())
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(state, Self.gzipWindow, ZLIB_VERSION, size) == Z_OK else {
      throw LogProblem("inflate", Bilingual("zlib does not start", zh: "zlib 无法启动"))
    }
  }

  deinit {
    inflateEnd(state)
    state.deallocate()
  }

  func piece() throws(LogProblem) -> [UInt8] {
    while true {
      if offset == input.count {
        input = try source.next()
        offset = 0
        if input.isEmpty {
          if isBetweenMembers { return [] }
          throw LogProblem(
            "truncated", Bilingual("the gzip file ends too early", zh: "gzip 文件不完整"),
            help: Bilingual("copy or download it again", zh: "请重新复制或下载"))
        }
      }
      if isBetweenMembers {
        guard input[offset] == Self.magic[0] else {
          throw LogProblem(
            "gzip-trailer", Bilingual("there is no gzip after the gzip", zh: "gzip 之后的内容不是 gzip"))
        }
        inflateReset(state)
        isBetweenMembers = false
      }
      let output = try inflateOnce()
      if !output.isEmpty { return output }
    }
  }

  private func inflateOnce() throws(LogProblem) -> [UInt8] {
    var code = Z_OK
    let output = [UInt8](unsafeUninitializedCapacity: ByteStream.pieceSize) { output, count in
      input.withUnsafeMutableBufferPointer { input in
        state.pointee.next_in = input.baseAddress.map { $0 + offset }
        state.pointee.avail_in = UInt32(input.count - offset)
        state.pointee.next_out = output.baseAddress
        state.pointee.avail_out = UInt32(output.count)
        code = inflate(state, Z_NO_FLUSH)
        offset = input.count - Int(state.pointee.avail_in)
        count = output.count - Int(state.pointee.avail_out)
        state.pointee.next_in = nil
        state.pointee.next_out = nil
      }
    }
    switch code {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isBetweenMembers = true
    default:
      throw LogProblem(
        "damaged", Bilingual("the gzip file is damaged", zh: "gzip 文件已损坏"),
        help: Bilingual("copy or download it again", zh: "请重新复制或下载"))
    }
    return output
  }
}
