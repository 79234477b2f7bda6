import Diagnostics

extension Sheet {
  /// The report as a page, with its charts above the rows.
  public func page(_ language: Language) -> Page {
    var blocks: [Page.Block] = []
    if !totals.isEmpty { blocks.append(.form(totals.map { ($0.label, $0.cell.text) })) }
    blocks += charts.filter { !$0.bars.isEmpty }.map(Page.Block.chart)
    let figures = columns.indices.filter { columns[$0].isFigure }
    blocks.append(
      .table(
        head: columns.map(\.title), rows: rows.map { $0.map(\.text) }, figures: Set(figures)))
    if let notice = notice(language) { blocks.append(.paragraph(notice)) }
    return Page(
      language: language, title: title, subtitle: subtitle, blocks: blocks, foot: definitions)
  }

  /// That there is more than is shown; nil: there is not.
  public func notice(_ language: Language) -> String? {
    if rows.isEmpty { return Bilingual("Nothing to report.", zh: "没有可报告的内容。")[language] }
    guard more > 0 else { return nil }
    return Bilingual("… and \(more) more", zh: "……另有 \(more) 项")[language]
  }
}
