import CEL
import Engine
import TestKit
import Testing

extension StoreContract {
  public static let overview = [
    StoreContract("a project's line is found, changed, and read by its time in its stage") { open in
      let store = try written(open) { scribe in
        for number in 1...12 {
          try scribe(summary(number, since: Int64(100 - number % 3)))
        }
        try scribe(summary(5, since: 200, over: true, full: true))
      }
      #expect(try store.summary("P-5") == line(5, since: 200, over: true, full: true))
      #expect(try store.summary("P-2") == line(2, since: 98))
      #expect(try store.summary("P-99") == nil)
      // 98: 2, 8, 11; 99: 1, 4, 7, 10; 100: 3, 6, 9, 12. P-5 has left.
      let numbers = [2, 8, 11, 1, 4, 7, 10, 3, 6, 9, 12]
      let all = try store.summaries(over: false, since: nil, after: nil, limit: 100)
      #expect(all.map(\.id) == numbers.map { ProjectID("P-\($0)") })
      var paged: [ProjectSummary] = []
      while true {
        let page = try store.summaries(over: false, since: nil, after: paged.last, limit: 3)
        paged += page
        if page.count < 3 { break }
      }
      #expect(paged == all)
      let since = try store.summaries(over: false, since: seconds(100), after: nil, limit: 2)
      #expect(since.map(\.id) == ["P-3", "P-6"])
      #expect(try store.summaries(over: true, since: seconds(200), after: nil, limit: 9).count == 1)
      #expect(try store.summaries(over: true, since: seconds(201), after: nil, limit: 9) == [])
    },
    StoreContract("requests are read while they are open, and by their end") { open in
      let store = try written(open) { scribe in
        for number in 1...11 {
          try scribe { $0.filings = [filing(number, number % 2 == 0 ? .returned : .pending)] }
        }
        for number in [9, 10, 3] {
          try scribe { $0.filings = [filing(number, .approved, ended: number == 3 ? 8 : 7)] }
        }
      }
      let open = try store.openFilings(after: nil, limit: 100)
      #expect(open.map(\.request) == [1, 2, 4, 5, 6, 7, 8, 11].map { RequestID("R-\($0)") })
      #expect(open.first == filing(1, .pending))
      #expect(try store.openFilings(after: "R-7", limit: 1).map(\.request) == ["R-8"])
      let ended = try store.filings(endedSince: seconds(7), after: nil, limit: 100)
      #expect(ended.map(\.request) == ["R-9", "R-10", "R-3"])
      #expect(ended.last == filing(3, .approved, ended: 8))
      let rest = try store.filings(endedSince: seconds(7), after: ended[0], limit: 100)
      #expect(rest == Array(ended.dropFirst()))
      #expect(try store.filings(endedSince: seconds(9), after: nil, limit: 100) == [])
    },
    StoreContract(
      "what is past its day is found with its project and its request, the longest first"
    ) { open in
      let store = try written(open) { scribe in
        try scribe(summary(1, since: 1))
        try scribe { $0.filings = [filing(7, .pending)] }
        try scribe {
          $0.newlyDue = [
            due("P-1", "R-7", .signature, "sponsor", 3), due("P-1", nil, .controlPoint, "b", 2),
            due("P-1", nil, .controlPoint, "a", 2), due(nil, "R-2", .signature, "review", 1),
            due("P-1", nil, .controlPoint, "later", 4),
          ]
        }
        try scribe {
          $0.noLongerDue = [due("P-1", nil, .controlPoint, "a", 2)]
          $0.newlyDue = [due("P-1", nil, .controlPoint, "a", 1)]
        }
      }
      let found = try store.dues(before: day(4), limit: 100)
      #expect(found.map(\.due.name) == ["review", "a", "b", "sponsor"])
      #expect(found[0].project == nil && found[0].filing == nil)
      #expect(found[3].due == due("P-1", "R-7", .signature, "sponsor", 3))
      #expect(found[3].project == line(1, since: 1))
      #expect(found[3].filing == filing(7, .pending))
      #expect(try store.dues(before: day(4), limit: 2).map(\.due.name) == ["review", "a"])
      #expect(try store.countDues(before: day(4)) == 4)
      #expect(try store.countDues(before: day(1)) == 0)
    },
    StoreContract(
      "words of two characters and of letters are found, more of them first, then the newer"
    ) { open in
      let store = try written(open) { scribe in
        for number in 1...6 { try scribe(summary(number, since: 1)) }
        try scribe(lesson(1, at: 10, "我们在投标阶段价格过高", [.result("lost")]))
        try scribe(lesson(2, at: 30, "投 标 分开写", [.result("won")]))
        try scribe(lesson(3, at: 20, "iPad demo: 投标、价格都好", [.result("won"), .level("A")]))
        try scribe(lesson(4, at: 20, "只谈价格", [.result("won")]))
        try scribe(lesson(5, at: 40, "IPAD everywhere", [.result("lost")]))
        try scribe(lesson(6, at: 50, "it's \"100% & | ! <-> OR NEAR( -- ; DROP\"", []))
      }
      func found(_ text: String, _ filters: [LessonQuery.Filter] = [], limit: Int = 9) throws
        -> [String]
      {
        try store.lessons(LessonQuery(text, filters), limit: limit).map(\.project.id.text)
      }
      #expect(try found("投标") == ["P-3", "P-1"])
      #expect(try found("标") == ["P-2", "P-3", "P-1"])
      #expect(try found("价格 投标") == ["P-3", "P-1", "P-4"])
      #expect(try found("价格 投标", limit: 1) == ["P-3"])
      #expect(try found("投标 ipad 价格") == ["P-3", "P-1", "P-5", "P-4"])
      #expect(try found("ipa") == [])
      #expect(try found("投标", [.result("won")]) == ["P-3"])
      #expect(try found("价格", [.result("won"), .level("A")]) == ["P-3"])
      #expect(try found("", [.result("won")]) == ["P-2", "P-4", "P-3"])
      #expect(try found("") == ["P-6", "P-5", "P-2", "P-4", "P-3", "P-1"])
      #expect(try found("or near drop 100 it's") == ["P-6"])
      #expect(try found("won result =result=won") == [])
      let hit = try store.lessons(LessonQuery("过高"), limit: 1).first
      #expect(hit?.lesson == written(1, at: 10, "我们在投标阶段价格过高", [.result("lost")]))
      #expect(hit?.project == line(1, since: 1))
    },
    StoreContract("a lesson that is written anew is found by its new words alone") { open in
      let store = try written(open) { scribe in
        try scribe(summary(1, since: 1))
        try scribe(summary(2, since: 1))
        try scribe(lesson(1, at: 10, "投标", []))
        try scribe(lesson(2, at: 20, "投标", []))
        try scribe(lesson(1, at: 30, "价格", [.stage("won")]))
        try scribe { $0.lesson = .gone("P-2") }
      }
      #expect(try store.lessons(LessonQuery("投标"), limit: 9) == [])
      #expect(try store.lessons(LessonQuery("价格"), limit: 9).map(\.project.id) == ["P-1"])
      #expect(
        try store.lessons(LessonQuery("", [.stage("won")]), limit: 9).map(\.project.id) == ["P-1"])
    },
    StoreContract("the lines are written with the decision or not at all") { open in
      var (store, scribe) = try founded(open)
      var overview = Overview()
      summary(1, since: 1)(&overview)
      lesson(1, at: 1, "投标", [])(&overview)
      overview.filings = [filing(1, .pending)]
      overview.newlyDue = [due("P-1", nil, .controlPoint, "a", 1)]
      try scribe.write(.project("P-1"), Samples.opening("P-1"), to: store)
      let late = try scribe.batch(
        .project("P-1"), [.project(.moved(to: "closed"))], overview: overview)
      try scribe.write(.project("P-1"), [.project(.moved(to: "planning"))], to: store)
      #expect(try store.append(late) == .conflict)
      #expect(try store.summary("P-1") == nil)
      #expect(try store.openFilings(after: nil, limit: 9) == [])
      #expect(try store.countDues(before: day(9)) == 0)
      #expect(try store.lessons(LessonQuery(""), limit: 9) == [])
    },
  ]

  private typealias Change = (inout Overview) -> Void

  /// A store in which each of the changes was written with a decision.
  private static func written(_ open: Open, _ write: ((Change) throws -> Void) throws -> Void)
    throws
    -> any Store
  {
    var (store, scribe) = try founded(open)
    try scribe.write(.project("P-1"), Samples.opening("P-1"), to: store)
    try write { change in
      var overview = Overview()
      change(&overview)
      let batch = try scribe.batch(
        .project("P-1"), [.project(.moved(to: "planning"))], overview: overview)
      #expect(try store.append(batch) == .done)
      scribe.accept(batch)
    }
    // Another process sees the same.
    return try open()
  }

  private static func seconds(_ number: Int64) -> Timestamp {
    Timestamp(seconds: number, nanos: 5_000_000)!
  }

  private static func day(_ number: Int) -> CivilDate { CivilDate(daysSinceEpoch: number)! }

  private static func line(_ number: Int, since: Int64, over: Bool = false, full: Bool = false)
    -> ProjectSummary
  {
    ProjectSummary(
      id: ProjectID("P-\(number)"), title: "项目 “\(number)” \u{1F600}'", workflow: "presales",
      policy: "standard", stage: over ? "won" : "planning", since: seconds(since), isOver: over,
      levels: full ? ["A", "\"b\""] : [], owner: "o'neil", opened: seconds(0),
      originalBudget: full ? Decimal("100000.00") : nil,
      budget: full ? Decimal("-0.01") : nil,
      spent: full ? Decimal("9999999999999999999999999999999.125")! : .zero,
      originalFinish: full ? day(-1) : nil, finish: full ? day(20_000) : nil)
  }

  private static func summary(_ number: Int, since: Int64, over: Bool = false, full: Bool = false)
    -> Change
  {
    { $0.summary = line(number, since: since, over: over, full: full) }
  }

  private static func filing(_ number: Int, _ status: Request.Status, ended: Int64? = nil)
    -> FiledRequest
  {
    FiledRequest(
      request: RequestID("R-\(number)"), project: number == 2 ? nil : "P-1",
      workflow: "presales", matter: number == 2 ? .publishing : .action("adjust"),
      submitter: "li", submitted: seconds(1), ended: ended.map(seconds), status: status)
  }

  private static func due(
    _ project: ProjectID?, _ request: RequestID?, _ kind: Due.Kind, _ name: String, _ number: Int
  ) -> Due {
    Due(
      project: project, request: request, kind: kind, name: name, day: day(number),
      asked: [.person("o'neil"), .companyRole("executive"), .line(above: "li")])
  }

  private static func written(
    _ number: Int, at: Int64, _ text: String, _ filters: [LessonQuery.Filter]
  ) -> Lesson {
    Lesson(
      project: ProjectID("P-\(number)"), at: seconds(at),
      passages: [.init(form: "closing_report", field: "lessons", text: text)], filters: filters)
  }

  private static func lesson(
    _ number: Int, at: Int64, _ text: String, _ filters: [LessonQuery.Filter]
  ) -> Change {
    { $0.lesson = .written(written(number, at: at, text, filters)) }
  }
}
