import Foundation
import TestKit
import Testing

/// Rolling windows through the program: two processes, what people are shown, and what an auditor finds.
@Suite struct RollingWindowsOfTheProgram {
  /// The small policy with a window over what spending plans are raised by.
  private static func withWindow(_ text: String) throws -> String {
    let edited =
      text
      .replacing(
        "measures:",
        with: """
          windows:
            raised: {sum: request.budget - baseline.budget, of: [adjust], by: submitter, within: 90 days, title: {en: Raised in a quarter, zh: 季度追加}}
          measures:
          """
      )
      .replacing(
        "step: executive, role: executive,",
        with:
          "step: board, role: executive, when: windows.raised > 15000}\n    - {step: executive, role: executive,"
      )
    #expect(edited != text)
    return edited
  }

  private static func atWork<T>(_ work: (Company) throws -> T) throws -> T {
    try Company.founded { company in
      let policy = company.folder.url.appendingPathComponent("Policies/standard.yaml")
      let text = try String(contentsOf: policy, encoding: .utf8)
      try withWindow(text).write(to: policy, atomically: true, encoding: .utf8)
      try company.done("policy", "publish", "Policies/standard.yaml")
      for (project, request) in [("P-1", "R-1"), ("P-2", "R-2")] {
        try company.done(
          "new", "deal", "--title", "Metro", "--as", "zhang", "--set", "customer=Binhai", "--set",
          "margin=2000000")
        try company.done(
          "submit", project, "start", "--as", "zhang", "--set", "sponsor=wang", "--set",
          "project_manager=li", "--set", "budget=100000", "--set", "finish=2026-12-31", "--set",
          "milestones=accepted:2026-10-30")
        try company.done("approve", request, "--as", "wang")
      }
      return try work(company)
    }
  }

  @Test func ofTwoProcessesThatFileAtOnceOneSeesTheOther() throws {
    try Self.atWork { company in
      let running = try ["P-1", "P-2"].map { project in
        try company.program.start([
          "submit", project, "adjust", "--as", "zhang", "--set", "budget=110000", "--reason", "x",
          "--json",
        ])
      }
      for process in running { #expect(process.wait().status == 0) }
      let sums = try ["R-3", "R-4"].map { id in
        try #require(try company.answer("show", id).list("windows").first?["sum"] as? String)
      }
      #expect(Set(sums) == ["10000", "20000"])
      let boards = try ["R-3", "R-4"].filter { id in
        try company.answer("show", id).list("route").contains { $0["step"] as? String == "board" }
      }
      #expect(boards.count == 1)
      let why = try company.done("why", boards[0]).out
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(why.contains("Raised in a quarter: 20,000.00 since 2026-06-04"))
      #expect(why.contains("10,000.00 here, 10,000.00 in 1 other request(s)"))
      #expect(why.contains("10,000.00 open"))
      try company.done("audit", "verify")
    }
  }

  @Test func aPreviewSaysWhatTheSumIsMadeOf() throws {
    try Self.atWork { company in
      try company.done(
        "submit", "P-1", "adjust", "--as", "zhang", "--set", "budget=110000", "--reason", "x")
      let preview = try company.done(
        "preview", "P-2", "adjust", "--as", "zhang", "--set", "budget=106000", "--reason", "x")
      let told = preview.out.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(
        told.contains(
          "Raised in a quarter: 16,000.00 since 2026-06-04: 6,000.00 here, 10,000.00 in 1"))
      #expect(told.contains("true: Raised in a quarter 16,000.00 > 15,000.00"))
      #expect(told.contains("R-3 10,000.00 open"))
      // The sum respects what others weigh.
      #expect(told.contains("Budget 105,000.00: without board"))
      let chinese = try company.done(
        "preview", "P-2", "adjust", "--as", "zhang", "--set", "budget=106000", "--reason", "x",
        "--lang", "zh")
      #expect(chinese.out.contains("季度追加：自 2026-06-04 起共 16,000.00"))
    }
  }
}
