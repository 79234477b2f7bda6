import Diagnostics
import Engine
import Foundation
import PolicyFiles
import TestKit
import Testing

@testable import Workbench

/// Logs as they come: compressed, in pieces, in CSV; and damaged or hostile, each with one clear error.
@Suite struct HistoryReadingTests {
  private let backTest: BackTest
  private let log: String

  init() throws {
    let rulebook = try Expenses.rulebook(HistoryVerdictTests.policy)
    backTest = BackTest(rulebook, try Expenses.mapping(rulebook), timeZones: systemTimeZones)
    var log = HistoryLog()
    log.add(
      "a &lt;&#233;&#x4E2D;&gt;", ["Declaration SUBMITTED by EMPLOYEE", "Payment Handled"],
      facts: ["(case)_Amount": "26.85120450862128", "remark": "ünï & more".xml])
    log.add("b", ["Declaration SUBMITTED by EMPLOYEE"], facts: ["(case)_Amount": "1"])
    self.log = log.text
  }

  private func names(_ bytes: [UInt8], pieceSize: Int = 1 << 16) throws -> [String] {
    var names: [String] = []
    _ = try backTest.run(.bytes(bytes, pieceSize: pieceSize)) { names.append($0.name) }
    return names
  }

  private func problem(_ text: String) -> LogProblem? {
    do {
      _ = try names(Array(text.utf8))
      return nil
    } catch {
      return error as? LogProblem
    }
  }

  @Test(arguments: [1, 2, 3, 7, 64, 1000]) func aLogReadsTheSameInPiecesOfAnySize(_ size: Int)
    throws
  {
    #expect(try names(Array(log.utf8), pieceSize: size) == ["a <é中>", "b"])
    #expect(try names(gzip(Array(log.utf8)), pieceSize: size) == ["a <é中>", "b"])
  }

  @Test func gzipFilesThatWereJoinedAreReadOneAfterTheOther() throws {
    let bytes = Array(log.utf8)
    let joined = try gzip(Array(bytes[..<500])) + gzip(Array(bytes[500...]))
    #expect(try names(joined).count == 2)
  }

  @Test func aTruncatedGzipFileIsSaidToBeOneWhereverItEnds() throws {
    let whole = try gzip(Array(log.utf8))
    for count in stride(from: 2, to: whole.count, by: 7) {
      #expect(throws: LogProblem.self) { try names(Array(whole[..<count])) }
    }
    do {
      _ = try names(Array(whole.dropLast(9)))
      Issue.record("a truncated file was read")
    } catch let problem as LogProblem {
      #expect(problem.code == "log.truncated")
      #expect(problem.message.en == "the gzip file ends too early")
      #expect(problem.message.zh == "gzip 文件不完整")
    }
  }

  @Test func aDamagedGzipFileIsSaidToBeOne() throws {
    var bytes = try gzip(Array(log.utf8))
    bytes[bytes.count - 6] ^= 1  // the checksum
    let expected = LogProblem(
      "damaged", .init("the gzip file is damaged", zh: "gzip 文件已损坏"),
      help: .init("copy or download it again", zh: "请重新复制或下载"))
    #expect(throws: expected) { try names(bytes) }
  }

  @Test(arguments: [
    (
      "<!DOCTYPE log [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><log/>", "log.doctype",
      "line 1: document types and entities are refused"
    ),
    (
      "<log>\n<string key=\"a\" value=\"&lol;\"/></log>", "log.entity",
      "line 2: unknown entity `&lol;`"
    ),
    ("<log><trace>", "log.truncated", "line 1: the log ends inside of `<trace>`"),
    ("<log><trace", "log.truncated", "line 1: the log ends inside of `<log>`"),
    (
      "<log>\n<trace></log>", "log.malformed",
      "line 2: this is no well-formed XML: `</log>` closes nothing"
    ),
    ("<log a='1' a='2'/>", "log.malformed", nil),
    ("<log a=1/>", "log.malformed", nil),
    ("<log a='<'/>", "log.malformed", nil),
    ("<log a='1'b='2'/>", "log.malformed", nil),
    ("<log></log><log/>", "log.malformed", nil),
    ("<log>text</log>", "log.text", nil),
    ("<log><![CDATA[x]]></log>", "log.malformed", nil),
    ("<log a='\u{1}'/>", "log.control-character", nil),
    ("<log a='&#0;'/>", "log.entity", nil), ("<log a='&#xD800;'/>", "log.entity", nil),
    ("<log a='&#99999999999;'/>", "log.entity", nil), ("<log a='&#+65;'/>", "log.entity", nil),
    ("<html/>", "log.not-xes", nil), ("<log><event/></log>", "log.loose-event", nil),
    ("<?xml version='1.0' encoding='ISO-8859-1'?><log/>", "log.encoding", nil),
    ("", "log.truncated", nil), ("<!-- never closed", "log.truncated", nil),
    (
      "<log><trace><event><string key=\"concept:name\" value=\"Payment Handeld\"/></event></trace></log>",
      "log.missing-attribute", nil
    ),
  ]) func whatIsNoLogIsRefusedWithOneError(_ text: String, _ code: String, _ message: String?) {
    let problem = problem(text)
    #expect(problem?.code == code)
    if let message { #expect(problem?.message.en == message) }
  }

  @Test func anActivityThatTheMappingDoesNotKnowStopsTheRun() {
    let text = log.replacing("Payment Handled", with: "Payment Handeld")
    let problem = problem(text)
    #expect(problem?.code == "log.unknown-activity")
    #expect(problem?.help?.en == "did you mean `Payment Handled`?")
  }

  @Test func bytesThatAreNoUTF8AreRefused() {
    for bytes: [UInt8] in [[0xFF, 0xFE, 0x3C, 0], Array("<log a='".utf8) + [0xC3, 0x28, 0x27]] {
      #expect(throws: LogProblem.self) { try names(bytes) }
    }
  }

  /// A bound ends each of them long before it is read to its end, never the clock.
  @Test(arguments: [
    ("log.too-deep", "<log>" + String(repeating: "<list key='a'>", count: 100_000)),
    ("log.too-long", "<log a='" + String(repeating: "x", count: 3 << 20)),
    (
      "log.too-many-attributes",
      "<log " + (0..<10_000).map { "a\($0)='1' " }.joined()
    ),
    ("log.too-long", "<log><!--" + String(repeating: "-", count: 3 << 20)),
    ("log.too-long", "<log a='" + String(repeating: "&amp;", count: 300_000)),
  ]) func whatIsDeepOrLongOrManyIsBounded(_ code: String, _ text: String) {
    #expect(problem(text)?.code == code)
  }

  @Test(arguments: [1, 2]) func noDamageStopsMoreThanTheRun(_ seed: UInt64) throws {
    // A fixed sequence (Knuth's multiplier), so that a failure can be seen again.
    var state = seed
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let marks = Array("<>/\"'&;=!?-: \n\u{0}é#x1".utf8)
    var read = 0
    for original in [Array(log.utf8), try gzip(Array(log.utf8)), Array(Self.rows.utf8)] {
      for _ in 0..<300 {
        var bytes = original
        for _ in 0...random(3) {
          let place = random(bytes.count)
          switch random(3) {
          case 0: bytes[place] = marks[random(marks.count)]
          case 1: bytes.remove(at: place)
          default: bytes.insert(marks[random(marks.count)], at: place)
          }
        }
        do {
          _ = try names(bytes, pieceSize: 1 + random(200))
          read += 1
        } catch {
          #expect(error is LogProblem)
        }
      }
    }
    // Damage inside of a text that nobody reads is none.
    #expect(read > 0 && read < 900)
  }

  @Test func whatIsKeptOfALogDoesNotGrowWithIt() throws {
    // 2 MB in pieces of 4 kB that cut tags anywhere.
    var log = HistoryLog()
    log.add("x", ["Declaration SUBMITTED by EMPLOYEE"], facts: ["(case)_Amount": "1"])
    let trace = Array(log.traces.utf8)
    let count = 2_000_000 / trace.count
    let text = Array("<log>".utf8) + repeatElement(trace, count: count).joined()
    var xml = XMLReader(.bytes(text + Array("</log>".utf8), pieceSize: 4_096))
    var traces = 0
    var kept = 0
    while true {
      guard case let tag = try xml.next(), tag != .end else { break }
      if tag == .opening, xml.isNamed("trace") { traces += 1 }
      kept = max(kept, xml.kept)
    }
    #expect(traces == count)
    #expect(kept < 2 * 4_096)
  }

  // MARK: - CSV

  private static let rows = """
    Case,Activity,When,Amount
    1,Declaration SUBMITTED by EMPLOYEE,2018-05-01 12:00,"1000.0000000000000001"
    2,Declaration SUBMITTED by EMPLOYEE,2018-05-01 12:00:01,5
    1,Declaration APPROVED by ADMINISTRATION,2018-05-02T12:00:00+02:00,
    "1",Declaration FINAL_APPROVED by SUPERVISOR,2018-05-03T12:00:00Z,

    """

  private func tabular(_ rows: String, _ keys: String = "") throws -> [CaseFinding] {
    let rulebook = try Expenses.rulebook(HistoryVerdictTests.policy)
    let mapping = """
      mapping: table
      workflow: expenses
      keys: {case: Case, activity: Activity, time: When}
      \(keys)
      activities:
        Declaration SUBMITTED by EMPLOYEE: submit declare
        Declaration APPROVED by ADMINISTRATION: approve administration
        Declaration FINAL_APPROVED by SUPERVISOR: finally approve supervisor
      fields: {declare: {amount: Amount}}
      """
    let backTest = BackTest(
      rulebook, try Expenses.mapping(rulebook, mapping), timeZones: systemTimeZones)
    return try Expenses.findings(rows, backTest)
  }

  @Test func aTableOfMixedRowsIsJudgedCaseByCase() throws {
    for text in [Self.rows, Self.rows.replacing("\n", with: "\r\n"), "\u{FEFF}" + Self.rows] {
      let findings = try tabular(text)
      #expect(findings.map(\.name) == ["1", "2"])
      #expect(findings.map(\.verdicts) == [[.missing], [.undecided]])
      #expect(findings[0].deviations == [.missing("director")])
    }
  }

  @Test func semicolonsSeparateToo() throws {
    let findings = try tabular(Self.rows.replacing(",", with: ";"))
    #expect(findings.map(\.verdicts) == [[.missing], [.undecided]])
  }

  @Test func rowsThatLieTogetherStreamAndOthersAreRefused() throws {
    #expect(throws: LogProblem.self) { try tabular(Self.rows, "rows: together") }
    var lines = Self.rows.split(separator: "\n").map(String.init)
    lines.append(lines.remove(at: 2))
    let findings = try tabular(lines.joined(separator: "\n"), "rows: together")
    #expect(findings.map(\.verdicts) == [[.missing], [.undecided]])
  }

  @Test func eventsThatAFilterLeavesOutDoNotCount() throws {
    let findings = try tabular(Self.rows, "only: {Amount: \"5\"}")
    #expect(findings.map(\.verdicts) == [[.draft], [.undecided]])
  }

  @Test(arguments: [
    ("Case,Activity,When\n", "log.missing-column"),
    (rows + "3,Declaration SUBMITTED by EMPLOYEE\n", "log.ragged"),
    (rows + "3,\"Declaration SUBMITTED by EMPLOYEE,2018", "log.truncated"),
    (rows + "3,a\"b,2018-05-01 12:00,\n", "log.stray-quote"),
    (rows + "3,Declaration SUBMITTED by EMPLOYEE,yesterday,\n", "log.invalid-time"),
    (rows + "3,,2018-05-01 12:00,\n", "log.missing-attribute"),
  ]) func aTableThatIsNoneIsRefused(_ text: String, _ code: String) {
    do {
      _ = try tabular(text)
      Issue.record("it was read")
    } catch {
      #expect((error as? LogProblem)?.code == code)
    }
  }

  /// As the program `gzip` writes it.
  private func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-c"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(bytes))
    try input.fileHandleForWriting.close()
    let compressed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Array(compressed)
  }
}

extension String {
  fileprivate var xml: String { replacing("&", with: "&amp;") }
}
