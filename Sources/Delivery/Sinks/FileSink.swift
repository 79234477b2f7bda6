import Diagnostics
import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Appends notifications to a file, a line of JSON each, which is on the disk when it is told to be.
struct FileSink {
  let path: String

  func send(_ letter: Letter) throws(DeliveryProblem) {
    let line = Array((CloudEvent(letter).text + "\n").utf8)
    let isNew = access(path, F_OK) != 0
    let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure() }
    defer { close(file) }
    // One deliverer at a time, so that a line which does not fit can be taken back whole.
    while flock(file, LOCK_EX) != 0 { guard errno == EINTR else { throw failure() } }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure() }
    var last: UInt8 = 0
    // A line that a dying process left unfinished stays alone on its line.
    let isTorn =
      status.st_size > 0 && pread(file, &last, 1, status.st_size - 1) == 1
      && last != UInt8(ascii: "\n")
    do throws(DeliveryProblem) {
      try append((isTorn ? [UInt8(ascii: "\n")] : []) + line, to: file)
      guard fsync(file) == 0 else { throw failure() }
    } catch {
      ftruncate(file, status.st_size)
      throw error
    }
    if isNew { try syncFolder() }
  }

  private func append(_ bytes: [UInt8], to file: Int32) throws(DeliveryProblem) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure() }
      rest = rest.dropFirst(count)
    }
  }

  /// The name of a new file is on the disk only with its folder.
  private func syncFolder() throws(DeliveryProblem) {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw failure() }
    defer { close(file) }
    guard fsync(file) == 0 else { throw failure() }
  }

  private func failure() -> DeliveryProblem {
    let reason = String(cString: strerror(errno))
    return DeliveryProblem(
      "`\(path.inert)` cannot be written: \(reason)", zh: "无法写入 `\(path.inert)`：\(reason)")
  }
}
