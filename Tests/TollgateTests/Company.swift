import Foundation
import TestKit
import Testing

/// A workspace of the real program, with the small rules and five people.
struct Company {
  let folder: TemporaryFolder
  var program: Program

  /// A company with a project in execution: budget 100,000, nothing spent.
  static func atWork<T>(_ work: (Company) throws -> T) throws -> T {
    try founded { company in
      try company.done("policy", "publish", "Policies/standard.yaml")
      try company.done(
        "new", "deal", "--title", "Metro", "--as", "zhang", "--set", "customer=Binhai", "--set",
        "margin=2000000")
      try company.done(
        "submit", "P-1", "start", "--as", "zhang", "--set", "sponsor=wang", "--set",
        "project_manager=li", "--set", "budget=100000", "--set", "finish=2026-12-31", "--set",
        "milestones=accepted:2026-10-30")
      try company.done("approve", "R-1", "--as", "wang")
      return try work(company)
    }
  }

  /// A company with people and nothing else.
  static func founded<T>(_ work: (Company) throws -> T) throws -> T {
    try TemporaryFolder.with { folder in
      try folder.copyRules()
      let company = Company(
        folder: folder, program: Program(folder: folder.url, now: "2026-09-01T02:00:00Z"))
      try company.done("init", "--trial", "--admin", "admin")
      try company.done("people", "import", "people.csv")
      return try work(company)
    }
  }

  /// Files an adjustment of +26 % by Zhang, the request R-2 that Li signs first.
  func fileAdjustment() throws {
    try done(
      "submit", "P-1", "adjust", "--as", "zhang", "--set", "budget=126000", "--reason", "pilot")
  }

  /// Runs a command that must succeed.
  @discardableResult
  func done(_ arguments: [String], at location: SourceLocation = #_sourceLocation) throws
    -> Program.Result
  {
    let result = try program.run(arguments)
    #expect(result.status == 0, "\(arguments): \(result.text)", sourceLocation: location)
    return result
  }

  @discardableResult
  func done(_ arguments: String..., at location: SourceLocation = #_sourceLocation) throws
    -> Program.Result
  { try done(arguments, at: location) }

  /// Runs a command that must be refused, and gives the code of its JSON error.
  func refused(
    _ arguments: String..., exit: Int32 = 2, at location: SourceLocation = #_sourceLocation
  ) throws -> Answer {
    let result = try program.run(arguments + ["--json"])
    #expect(result.status == exit, "\(arguments): \(result.text)", sourceLocation: location)
    return try Answer(result.out)
  }

  /// The answer of a command in JSON.
  func answer(_ arguments: String..., at location: SourceLocation = #_sourceLocation) throws
    -> Answer
  {
    let result = try program.run(arguments + ["--json"])
    #expect(result.status == 0, "\(arguments): \(result.text)", sourceLocation: location)
    return try Answer(result.out)
  }

  /// Everything that ever happened to the project and the workspace, as the program tells it.
  func history() throws -> String {
    try done("history", "P-1", "--json").out + done("history", "workspace", "--json").out
  }

  var database: URL { folder.url.appendingPathComponent("tollgate.sqlite") }
}

/// An answer in JSON, read by Foundation and not by the program's own reader.
struct Answer {
  let json: [String: Any]

  init(_ text: String) throws {
    json = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
  }

  var error: [String: Any]? { json["error"] as? [String: Any] }
  var code: String? { error?["code"] as? String }
  var whoCould: [String] { error?["who_could"] as? [String] ?? [] }
  func text(_ key: String) -> String? { json[key] as? String }
  func list(_ key: String) -> [[String: Any]] { json[key] as? [[String: Any]] ?? [] }
}
