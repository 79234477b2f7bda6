extension JSONText {
  /// Whether the text is its own canonical form.
  package var isCanonical: Bool {
    // What the log writes is nearly always seen to be at one look at where its values stand.
    isPlainlyCanonical || json.canonical == bytes
  }

  /// Canonical beyond doubt: without blanks, names in their order, nothing escaped and nothing that has two forms. False: not
  /// so plainly.
  private var isPlainlyCanonical: Bool {
    start(of: 0) == 0 && end(of: 0) == bytes.count && isPlainlyCanonical(0)
  }

  private func isPlainlyCanonical(_ place: Int) -> Bool {
    switch kind(place) {
    case .null, .false, .true, .plain: return true
    case .escaped: return false
    case .integer: return !bytes[start(of: place)...].starts(with: "-0".utf8)
    case .array:
      var (element, at) = (place + 1, start(of: place) + 1)
      while element < next(place) {
        // Each begins right behind the comma.
        guard start(of: element) == at, isPlainlyCanonical(element) else { return false }
        at = end(of: element) + 1
        element = next(element)
      }
      return isClosed(place, at)
    case .object:
      var (name, at) = (place + 1, start(of: place) + 1)
      var last: Int?
      while name < next(place) {
        guard start(of: name) == at, isPlainName(name), start(of: name + 1) == end(of: name) + 1,
          last.map({ ascends($0, name) }) ?? true, isPlainlyCanonical(name + 1)
        else { return false }
        last = name
        at = end(of: name + 1) + 1
        name = next(name + 1)
      }
      return isClosed(place, at)
    }
  }

  /// Whether a bracket ends where its last value does; `at` is the place behind the comma that is not there, or of the first
  /// value that is not.
  private func isClosed(_ bracket: Int, _ at: Int) -> Bool {
    end(of: bracket) == (next(bracket) == bracket + 1 ? at + 1 : at)
  }

  /// ASCII as it stands: its order is that of its bytes.
  private func isPlainName(_ place: Int) -> Bool {
    kind(place) == .plain && bytes[start(of: place)..<end(of: place)].allSatisfy { $0 < 0x80 }
  }

  private func ascends(_ a: Int, _ b: Int) -> Bool {
    bytes[start(of: a) + 1..<end(of: a) - 1].lexicographicallyPrecedes(
      bytes[start(of: b) + 1..<end(of: b) - 1])
  }
}
