import Diagnostics

/// A page for browsers and printers: one file that needs nothing from elsewhere and runs nothing.
public struct Page: Sendable {
  public let language: Language
  public let title: String
  /// Under the title, small.
  public let subtitle: String
  public let blocks: [Block]
  /// At the end, small.
  public let foot: [String]

  public enum Block: Sendable {
    case heading(String)
    /// Labels with their contents, as on a form.
    case form([(label: String, text: String)])
    case table(head: [String], rows: [[String]], figures: Set<Int>)
    case chart(BarChart)
    case paragraph(String)
  }

  public init(
    language: Language, title: String, subtitle: String, blocks: [Block], foot: [String]
  ) {
    self.language = language
    self.title = title
    self.subtitle = subtitle
    self.blocks = blocks
    self.foot = foot
  }

  public var html: String {
    """
    <!DOCTYPE html>
    <html lang="\(language == .chinese ? "zh-CN" : "en")">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(title.html)</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <h1>\(title.html)</h1>
    <p class="subtitle">\(subtitle.html)</p>
    \(blocks.map(Self.html).joined(separator: "\n"))
    <footer>
    \(foot.map { "<p>\($0.htmlLines)</p>" }.joined(separator: "\n"))
    </footer>
    </body>
    </html>

    """
  }

  private static func html(_ block: Block) -> String {
    switch block {
    case .heading(let text): return "<h2>\(text.html)</h2>"
    case .paragraph(let text): return "<p>\(text.htmlLines)</p>"
    case .chart(let chart): return chart.svg
    case .form(let fields):
      let rows = fields.map { "<tr><th>\($0.label.html)</th><td>\($0.text.htmlLines)</td></tr>" }
      return "<table class=\"form\">\n\(rows.joined(separator: "\n"))\n</table>"
    case .table(let head, let rows, let figures):
      func cells(_ row: [String], _ tag: String) -> String {
        row.enumerated().map { index, text in
          "<\(tag)\(figures.contains(index) ? " class=\"figure\"" : "")>\(text.htmlLines)</\(tag)>"
        }.joined()
      }
      return """
        <table>
        <thead><tr>\(cells(head, "th"))</tr></thead>
        <tbody>
        \(rows.map { "<tr>\(cells($0, "td"))</tr>" }.joined(separator: "\n"))
        </tbody>
        </table>
        """
    }
  }

  /// Rows are not torn apart between sheets of paper, and every sheet has the head of its table.
  private static let style = """
    @page { size: A4; margin: 18mm 15mm; }
    body { font: 14px/1.5 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif;
      color: #1c2733; max-width: 1000px; margin: 2em auto; padding: 0 1em; }
    h1 { font-size: 22px; margin: 0; } h2 { font-size: 16px; margin: 1.6em 0 .4em; }
    .subtitle, footer { color: #5b6b7b; font-size: 12px; }
    footer { margin-top: 2em; border-top: 1px solid #c6d0da; }
    table { border-collapse: collapse; width: 100%; }
    th, td { border: 1px solid #c6d0da; padding: 4px 8px; text-align: left; vertical-align: top;
      overflow-wrap: anywhere; }
    th { background: #eef2f6; font-weight: 600; }
    .form th { width: 26%; }
    .figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    svg { max-width: 100%; height: auto; margin: 1em 0; }
    thead { display: table-header-group; } tr, svg { break-inside: avoid; }
    @media print { body { margin: 0; padding: 0; max-width: none; font-size: 11px; }
      th { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
    """
}
