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
    text.pointee.deallocate()
    text.deinitialize(count: 1)
    text.deallocate()
  }
}
