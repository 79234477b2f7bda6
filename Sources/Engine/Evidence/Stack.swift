/// Plain values one after the other, in memory that grows and is given back by `deallocate`.
struct Stack<Element: BitwiseCopyable> {
  private(set) var count = 0
  private var base: UnsafeMutablePointer<Element>
  private var capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
    base = .allocate(capacity: capacity)
  }

  func deallocate() { base.deallocate() }

  var isEmpty: Bool { count == 0 }
  var all: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

  subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count)
      return base[index]
    }
    set {
      assert(index >= 0 && index < count)
      base[index] = newValue
    }
  }

  func elements(_ range: Range<Int>) -> UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(rebasing: all[range])
  }

  /// Where that many more may be put; `take` says how many were.
  mutating func room(for more: Int) -> UnsafeMutablePointer<Element> {
    if count + more > capacity { grow(to: max(count + more, 2 * capacity)) }
    return base + count
  }

  mutating func take(_ more: Int) { count += more }

  mutating func append(_ element: Element) {
    room(for: 1).initialize(to: element)
    count += 1
  }

  mutating func append(contentsOf elements: UnsafeBufferPointer<Element>) {
    guard let start = elements.baseAddress else { return }
    room(for: elements.count).update(from: start, count: elements.count)
    count += elements.count
  }

  mutating func drop(to count: Int) { self.count = count }

  private mutating func grow(to capacity: Int) {
    let grown = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    grown.update(from: base, count: count)
    base.deallocate()
    (base, self.capacity) = (grown, capacity)
  }
}
