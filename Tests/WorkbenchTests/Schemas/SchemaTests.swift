import Diagnostics
import Engine
import Foundation
import TestKit
import Testing

@testable import PolicyFiles
@testable import Workbench

/// The schemas know exactly the keys that the readers know, and the shipped documents name them.
@Suite struct Schemas {
  private static let root = ShippedPolicies.root

  /// A place in a document where an unknown key is written, and the shape that the schema has there.
  struct Spot: Sendable, CustomTestStringConvertible {
    let name: String
    let shape: ObjectShape
    let sources: RulebookSources
    var testDescription: String { name }
  }

  private static func object(_ shape: Shape) -> ObjectShape {
    guard case .object(let object) = shape else { preconditionFailure("not a mapping") }
    return object
  }

  private static func workflow(_ name: String, _ shape: Shape, after words: String) -> Spot {
    let text = SmallCompany.workflow.text
    precondition(text.contains(words), "\(words)")
    return Spot(
      name: name, shape: object(shape),
      sources: RulebookSources(
        workflow: .init(
          file: "w.yaml",
          text: text.replacing(words, with: words + unknown(words), maxReplacements: 1)),
        layers: [SmallCompany.policy]))
  }

  private static func offer(_ name: String, _ shape: Shape, after words: String) -> Spot {
    Spot(
      name: name, shape: object(shape),
      sources: OfferDesk.sources(workflow: [(words, words + unknown(words))]))
  }

  private static func policy(_ name: String, _ shape: Shape, after words: String) -> Spot {
    let text = SmallCompany.policy.text
    precondition(text.contains(words), "\(words)")
    return Spot(
      name: name, shape: object(shape),
      sources: RulebookSources(
        workflow: SmallCompany.workflow,
        layers: [
          .init(
            file: "p.yaml",
            text: text.replacing(words, with: words + unknown(words), maxReplacements: 1))
        ]))
  }

  /// In a flow mapping after its bracket; in a block mapping on a line of its own, as far in as its neighbour.
  private static func unknown(_ words: String) -> String {
    if words.hasSuffix("{") { return "qqqqqqqq: 1, " }
    let line = words.split(separator: "\n").last ?? ""
    let indent = line.prefix { $0 == " " || $0 == "-" }.count
    let deeper = words.hasSuffix(":") ? 2 : 0
    return "\n" + String(repeating: " ", count: indent + deeper) + "qqqqqqqq: 1"
  }

  static let spots = [
    workflow("workflow", .workflow, after: "opened_by: salesperson"),
    workflow("role", .role, after: "salesperson:     {"),
    workflow("field", .field, after: "customer: {"),
    workflow("form", .form, after: "  facts:"),
    workflow("milestone", .milestone, after: "    that: facts.score >= 4"),
    workflow("stage", .stage, after: "intake:  {"),
    workflow("action", .action, after: "    form: start"),
    workflow("criterion", .criterion, after: "      - that: request.points.size() >= 1"),
    offer("list", .column, after: "item:   {"),
    offer("duty", .duty, after: "    after: visit"),
    policy("policy", .policy, after: "governs: small"),
    policy("calendar", .calendar, after: "calendar: {"),
    policy("limit", .limit, after: "tolerance:  {"),
    policy("measure", .measure, after: "overrun:  {"),
    policy("table", .table, after: "    hit: unique"),
    policy("hold", .hold, after: "    until: change"),
    policy("step", .step, after: "    - step: executive"),
  ]

  @Test(arguments: spots) func aReaderKnowsExactlyTheKeysOfTheSchema(spot: Spot) throws {
    let error = #expect(throws: DiagnosticReport.self) {
      try loadRulebook(sources: spot.sources, timeZones: systemTimeZones, sha256: sha256)
    }
    let finding = try #require(
      error?.diagnostics.first { $0.message.en.contains("`qqqqqqqq`") }, "\(spot.name)")
    #expect(Self.known(finding) == spot.shape.keys, "\(spot.name)")
  }

  /// The names in the help of an unknown one: ``known: `a`, `b` ``.
  private static func known(_ finding: Diagnostic) -> Set<String> {
    Set(
      (finding.help?.en ?? "").split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }
        .map { String($0.element) })
  }

  @Test func effectsTypesAndHitPoliciesAreThoseOfTheReaders() throws {
    func known(workflow: RulebookSources.Document? = nil, policy: RulebookSources.Document? = nil)
      -> Set<String>
    {
      let sources = RulebookSources(
        workflow: workflow ?? SmallCompany.workflow, layers: [policy ?? SmallCompany.policy])
      do throws(DiagnosticReport) {
        _ = try loadRulebook(sources: sources, timeZones: systemTimeZones, sha256: sha256)
        return []
      } catch {
        return error.diagnostics.first { $0.message.en.contains("`qqqqqqqq`") }.map(Self.known)
          ?? []
      }
    }
    func changed(_ document: RulebookSources.Document, _ old: String, _ new: String)
      -> RulebookSources.Document
    {
      .init(
        file: document.file, text: document.text.replacing(old, with: new, maxReplacements: 1))
    }
    #expect(
      known(
        workflow: changed(
          SmallCompany.workflow, "- spend: request.amount", "- qqqqqqqq: request.amount"))
        == Self.object(.effect).keys)
    #expect(
      known(
        workflow: changed(
          SmallCompany.workflow, "margin:   {type: money", "margin:   {type: qqqqqqqq"))
        == Set(Shape.fieldTypes))
    #expect(
      known(policy: changed(SmallCompany.policy, "hit: unique", "hit: qqqqqqqq"))
        == Set(HitPolicy.allCases.map(\.rawValue)))
  }

  @Test func theKeysOfCasesAreThoseOfTheirReader() {
    let root = Self.object(.cases)
    #expect(
      root.keys
        == Set(PolicyCasesDocument.keys.required + PolicyCasesDocument.keys.optional))
    #expect(Self.object(.situation).keys == Set(PolicyCase.Situation.keys))
    #expect(Self.object(.expectation).keys == Set(PolicyCase.Expectation.keys))
    guard case .list(let one, _)? = root.required["cases"] else {
      Issue.record("`cases` is a list")
      return
    }
    #expect(
      Self.object(one).keys
        == Set(PolicyCasesDocument.caseKeys.required + PolicyCasesDocument.caseKeys.optional))
  }

  @Test func theKeysOfNotifyAreThoseOfItsReader() {
    let root = Self.object(.notify)
    #expect(Set(root.required.keys) == Set(NotifyDocument.keys.required))
    #expect(Set(root.optional.keys) == Set(NotifyDocument.keys.optional))
    #expect(Self.object(.sink).keys == Set(NotifyDocument.sinkKeys))
    guard case .list(.choice(let kinds, _), _)? = Self.object(.sink).optional["kinds"] else {
      Issue.record("`kinds` is a list of choices")
      return
    }
    #expect(kinds == Engine.Notification.Kind.allCases.map(\.rawValue))
  }

  @Test(arguments: DocumentSchema.allCases) func theShippedSchemaIsTheProgramsOwn(
    schema: DocumentSchema
  ) throws {
    let shipped = try String(
      contentsOf: Self.root.appending(path: "Schemas/\(schema.fileName)"), encoding: .utf8)
    #expect(shipped == schema.text, "print it anew: tollgate schema \(schema.rawValue)")
    // Foundation's reader is another one than ours.
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(shipped.utf8)) }
  }

  @Test func everyShippedDocumentNamesItsSchema() throws {
    for (folder, schema) in [("Workflows", DocumentSchema.workflow), ("Policies", .policy)] {
      let files = try FileManager.default.contentsOfDirectory(
        atPath: Self.root.appending(path: folder).path
      ).filter { $0.hasSuffix(".yaml") }
      #expect(!files.isEmpty)
      for file in files {
        let text = try String(
          contentsOf: Self.root.appending(path: "\(folder)/\(file)"), encoding: .utf8)
        let kind = file.hasSuffix(".test.yaml") ? DocumentSchema.cases : schema
        #expect(
          text.contains("\n# yaml-language-server: $schema=../Schemas/\(kind.fileName)\n"),
          "\(file)")
      }
    }
  }
}
