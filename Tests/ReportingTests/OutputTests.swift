import CEL
import Diagnostics
import Engine
import Foundation
import Testing

@testable import Reporting

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What leaves the program as a file is inert, whatever people wrote.
@Suite struct Outputs {
  private func sheet(_ cells: [Cell]) -> Sheet {
    var sheet = Sheet(
      name: "sample", title: "<Sample> & “more”", subtitle: "ACME",
      columns: [.init("a", "A,1"), .init("b", "B", isFigure: true)],
      rows: cells.map { [$0, .count(-1)] }, definitions: ["a < b"])
    sheet.charts = [BarChart("x", [.init("<b>\u{1B}[2J", length: 3, "\"3\"")])]
    return sheet
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+A1", "'+A1"), ("-A1", "'-A1"), ("@SUM(A1)", "'@SUM(A1)"),
    ("  =1", "'  =1"), ("\t=1", "'\\u{9}=1"), ("\r=1", "'\\u{D}=1"), ("＝1+1", "'＝1+1"),
    ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("=\"a\",1", "\"'=\"\"a\"\",1\""),
    ("a\nb", "a\\u{A}b"), ("\u{1B}]0;x\u{7}", "\\u{1B}]0;x\\u{7}"), ("投标", "投标"), ("", ""),
  ])
  func aTextNeverBecomesAFormula(_ text: String, _ expected: String) {
    let lines = sheet([.text(text)]).csv().split(separator: "\r\n").map(String.init)
    #expect(lines == ["\"A,1\",B", "\(expected),-1"])
  }

  @Test func everyLineOfACSVEndsAsTheStandardSays() {
    let csv = sheet([.text("a"), .amount(Decimal("-1234.50")!)]).csv(forExcel: true)
    #expect(csv == "\u{FEFF}\"A,1\",B\r\na,-1\r\n-1234.50,-1\r\n")
  }

  @Test func figuresOfTheJSONAreExact() {
    let cells: [Cell] = [
      .named(id: "li", title: "Li (li)"), .amount(Decimal("0.10")!), .share(Decimal("0.2600")!),
      .date(CivilDate("2026-11-22")!), .none,
    ]
    guard case .array(let rows)? = sheet(cells).json["rows"] else {
      Issue.record("no rows")
      return
    }
    #expect(
      rows.map { $0["a"] } == [
        .string("li"), .string("0.10"), .string("0.2600"), .string("2026-11-22"), .null,
      ])
  }

  @Test func aPageIsWholeAndHoldsNoMarkupOfPeople() throws {
    let hostile = "</td><script>alert(1)</script><img src=x onerror='y'>\u{202E}&amp;\nnext"
    let page = Page(
      language: .chinese, title: hostile, subtitle: hostile,
      blocks: [
        .heading(hostile), .paragraph(hostile), .form([(hostile, hostile)]),
        .table(head: [hostile], rows: [[hostile]], figures: [0]),
        .chart(BarChart(hostile, [.init(hostile, length: 1, hostile)])),
      ], foot: [hostile]
    ).html
    #expect(!page.contains("<script"))
    #expect(!page.contains("<img"))
    #expect(!page.contains("\u{202E}"))
    #expect(!page.unicodeScalars.contains { $0.isHazardous && $0 != "\n" })
    #expect(!page.contains("http:") || page.contains("xmlns=\"http://www.w3.org/2000/svg\""))
    #expect(page.components(separatedBy: "http").count == 3)  // `http-equiv` and the name of SVG
    // Well-formed as XML, once what HTML alone leaves open is closed.
    let closed = page.replacing("<!DOCTYPE html>", with: "")
      .replacing(/<meta [^>]*>/, with: "").replacing("<br>", with: "<br/>")
    let parser = XMLParser(data: Data(closed.utf8))
    #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
  }

  @Test func theLongestBarFillsTheWidthAndNoneLeavesIt() {
    let chart = BarChart(
      "x", [.init("a", length: 10, "10"), .init("b", length: 5, "5"), .init("c", length: -4, "-4")])
    let widths = chart.svg.matches(of: /<rect [^>]*width="(\d+)"/).map { String($0.1) }
    #expect(widths == ["420", "210", "0"])
    #expect(BarChart("x", Array(repeating: .init("a", length: 1, ""), count: 99)).bars.count == 24)
  }
}
