import Diagnostics

/// Horizontal bars under each other, the longest across the whole width.
public struct BarChart: Sendable {
  public let title: String
  public let bars: [Bar]

  public struct Bar: Sendable {
    public let label: String
    /// In whatever unit; below zero no bar is drawn.
    public let length: Int
    /// What stands at its end.
    public let text: String

    public init(_ label: String, length: Int, _ text: String) {
      self.label = label
      self.length = length
      self.text = text
    }
  }

  /// More bars are no picture any more; those that come first are drawn.
  public static let limit = 24

  public init(_ title: String, _ bars: [Bar]) {
    self.title = title
    self.bars = Array(bars.prefix(Self.limit))
  }

  private static let (label, width, end, row) = (260, 420, 120, 24)

  var svg: String {
    let longest = max(1, bars.map(\.length).max() ?? 1)
    let height = 34 + bars.count * Self.row
    let lines = bars.enumerated().flatMap { index, bar in
      let y = 34 + index * Self.row
      // Doubles are enough for a picture, and do not overflow.
      let length = Int(Double(max(0, bar.length)) / Double(longest) * Double(Self.width))
      return [
        """
        <text x="\(Self.label - 8)" y="\(y + 15)" text-anchor="end">\(bar.label.shortened.html)</text>
        """,
        """
        <rect x="\(Self.label)" y="\(y + 3)" width="\(length)" height="16" fill="#3d6ea5"/>
        """,
        """
        <text x="\(Self.label + length + 6)" y="\(y + 15)">\(bar.text.html)</text>
        """,
      ]
    }
    let whole = Self.label + Self.width + Self.end
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(whole)" height="\(height)" \
      viewBox="0 0 \(whole) \(height)" font-family="sans-serif" font-size="12" role="img">
      <title>\(title.html)</title>
      <text x="0" y="18" font-size="14" font-weight="bold">\(title.html)</text>
      \(lines.joined(separator: "\n"))
      </svg>
      """
  }
}

extension String {
  /// As much as there is room for before a bar.
  fileprivate var shortened: String {
    guard displayWidth > 36 else { return self }
    var text = ""
    for scalar in inert.unicodeScalars where text.displayWidth + scalar.displayWidth <= 35 {
      text.unicodeScalars.append(scalar)
    }
    return text + "…"
  }
}
