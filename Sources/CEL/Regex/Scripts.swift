/// The Unicode scripts by name, as `\p{Han}` or `\p{Greek}` asks for them.
enum Scripts {
  /// The scalars of the script; nil for an unknown name. Names are written as in the database.
  static func ranges(named name: String) -> [ClosedRange<UInt32>]? {
    var found = false
    var ranges: [ClosedRange<UInt32>] = []
    for line in table.utf8.split(separator: UInt8(ascii: "\n")) {
      var words = line.split(separator: UInt8(ascii: " "))
      if line.first == UInt8(ascii: " ") {
        if !found { continue }
      } else {
        if found { break }
        found = words.removeFirst().elementsEqual(name.utf8)
        if !found { continue }
      }
      for word in words {
        let bounds = word.split(separator: UInt8(ascii: "-")).compactMap {
          UInt32(String(Substring($0)), radix: 16)
        }
        if let first = bounds.first, let last = bounds.last { ranges.append(first...last) }
      }
    }
    return found ? ranges : nil
  }
}
