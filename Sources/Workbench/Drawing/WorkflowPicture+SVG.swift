import Diagnostics
import Engine

extension WorkflowPicture {
  /// A picture for documents and browsers: stages in columns by their distance from the first.
  package func svg(_ language: Language) -> String {
    let layout = Layout(self, language)
    var body: [String] = []
    for (pair, labels) in layout.arrows {
      guard let from = layout.boxes[pair.from], let to = layout.boxes[pair.to] else { continue }
      body += Self.curve(from, to, labels)
    }
    for stage in workflow.stages {
      guard let box = layout.boxes[stage.name] else { continue }
      let border = stage.isFirst || stage.isLast ? 2.5 : 1.2
      body.append(
        """
        <rect x="\(box.x)" y="\(box.y)" width="\(box.width)" height="\(box.height)" rx="8" \
        fill="#f4f7fb" stroke="#33506e" stroke-width="\(border)"/>
        """)
      for (index, line) in box.lines.enumerated() {
        body.append(
          """
          <text x="\(box.x + box.width / 2)" y="\(box.y + 20 + index * 16)" \
          text-anchor="middle"\(index == 0 ? " font-weight=\"bold\"" : " font-size=\"11\"")>\(line.xml)</text>
          """)
      }
    }
    return SVG.document(
      width: layout.width, height: layout.height, title: workflow.title[language], body)
  }

  private static func curve(
    _ from: Layout.Box, _ to: Layout.Box, _ labels: [(text: String, isSigned: Bool)]
  ) -> [String] {
    let isForward = to.x > from.x
    let (x1, y1) = isForward ? (from.x + from.width, from.middle) : (from.x, from.middle)
    let (x2, y2) = isForward ? (to.x, to.middle) : (to.x + to.width, to.middle)
    let bend = (isForward ? 1 : -1) * max(40, abs(x2 - x1) / 2)
    let dashes = labels.allSatisfy { !$0.isSigned } ? " stroke-dasharray=\"5 4\"" : ""
    var lines = [
      """
      <path d="M \(x1) \(y1) C \(x1 + bend) \(y1), \(x2 - bend) \(y2), \(x2) \(y2)" fill="none" \
      stroke="#5b7088" stroke-width="1.4"\(dashes) marker-end="url(#arrow)"/>
      """
    ]
    for (index, label) in labels.enumerated() {
      lines.append(
        """
        <text x="\((x1 + x2) / 2)" y="\((y1 + y2) / 2 - 6 - index * 14)" text-anchor="middle" \
        font-size="11" fill="#22313f" stroke="#ffffff" stroke-width="3" paint-order="stroke">\(label.text.xml)</text>
        """)
    }
    return lines
  }

  /// Where everything stands, in pixels.
  private struct Layout {
    struct Box {
      let x: Int
      let y: Int
      let width: Int
      let height: Int
      let lines: [String]
      var middle: Int { y + height / 2 }
    }

    private static let margin = 24
    private static let gap = (column: 190, row: 34)

    private(set) var boxes: [StageName: Box] = [:]
    /// Arrows between the same two stages are drawn as one, with all their labels.
    let arrows: [(pair: (from: StageName, to: StageName), labels: [(text: String, isSigned: Bool)])]
    let width: Int
    let height: Int

    init(_ picture: WorkflowPicture, _ language: Language) {
      let depths = picture.depths
      var x = Self.margin
      var bottom = 0
      for depth in 0...(depths.values.max() ?? 0) {
        let stages = picture.workflow.stages.filter { depths[$0.name] == depth }
        let texts = stages.map { stage in
          [stage.title[language]]
            + (picture.within[stage.name] ?? []).map { $0.title[language] }
        }
        let width = 28 + 7 * (texts.flatMap { $0 }.map(\.displayWidth).max() ?? 8)
        var y = Self.margin
        for (stage, lines) in zip(stages, texts) {
          let box = Box(x: x, y: y, width: width, height: 14 + 16 * lines.count, lines: lines)
          boxes[stage.name] = box
          y += box.height + Self.gap.row
        }
        bottom = max(bottom, y)
        x += width + Self.gap.column
      }
      var arrows:
        [(pair: (from: StageName, to: StageName), labels: [(text: String, isSigned: Bool)])] = []
      for arrow in picture.arrows {
        let label = (arrow.label[language], arrow.isSigned)
        if let index = arrows.firstIndex(where: { $0.pair == (arrow.from, arrow.to) }) {
          arrows[index].labels.append(label)
        } else {
          arrows.append(((arrow.from, arrow.to), [label]))
        }
      }
      self.arrows = arrows
      width = x - Self.gap.column + Self.margin
      height = bottom + Self.margin
    }
  }
}

/// What every picture begins and ends with.
enum SVG {
  static func document(width: Int, height: Int, title: String, _ body: [String]) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
    viewBox="0 0 \(width) \(height)" font-family="sans-serif" font-size="13">
    <title>\(title.xml)</title>
    <defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" \
    markerHeight="7" orient="auto"><path d="M 0 0 L 10 5 L 0 10 z" fill="#5b7088"/></marker></defs>
    <rect width="100%" height="100%" fill="#ffffff"/>
    \(body.joined(separator: "\n"))
    </svg>

    """
  }
}
