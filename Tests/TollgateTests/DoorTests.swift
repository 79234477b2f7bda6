import Foundation
import TestKit
import Testing

/// Promise 17: every door is guarded. Every verb of the program stands here, and every place in the sources that writes
/// into a store: a new one without its entry fails the build.
@Suite struct Doors {
  /// How a verb gets past the guard.
  enum Guard {
    /// A person gives an order, which goes through the one door; nobody else's words change anything.
    case person
    /// Writes nothing into a workspace.
    case reads
    /// Whoever operates the machine: it decides nothing, and cannot make anybody's decision.
    case operates
  }

  /// With arguments that would do something, were it not for who gives them.
  static let verbs: [String: (Guard, [String])] = [
    "new": (.person, ["deal", "--title", "x", "--set", "customer=a", "--set", "margin=1"]),
    "fill": (.person, ["P-1", "facts", "--set", "margin=2"]),
    "import people": (.person, ["people.csv"]),
    "import projects": (.person, ["projects.csv", "--policy", "standard"]),
    "import forms": (.person, ["forms.csv", "--form", "facts"]),
    "submit": (.person, ["P-1", "adjust", "--set", "budget=126000", "--reason", "x"]),
    "resubmit": (.person, ["R-2"]), "approve": (.person, ["R-2"]),
    "reject": (.person, ["R-2", "-m", "x"]), "return": (.person, ["R-2", "-m", "x"]),
    "withdraw": (.person, ["R-2"]), "ask": (.person, ["R-2", "-m", "x"]),
    "reply": (.person, ["R-2", "-m", "x"]), "consult": (.person, ["R-2", "gao", "-m", "x"]),
    "transfer": (.person, ["R-2", "gao"]), "add-signer": (.person, ["R-2", "gao"]),
    "remove-signer": (.person, ["R-2", "gao"]), "claim": (.person, ["R-2"]),
    "release": (.person, ["R-2"]), "take-back": (.person, ["R-2"]), "remind": (.person, ["R-2"]),
    "seen": (.person, ["R-2"]), "copy": (.person, ["R-2", "gao"]),
    "override": (.person, ["R-2", "-m", "x"]), "review": (.person, ["R-2", "-m", "x"]),
    "condition report": (.person, ["R-2/1"]), "condition confirm": (.person, ["R-2/1"]),
    "condition reject": (.person, ["R-2/1", "-m", "x"]),
    "condition extend": (.person, ["R-2/1", "2026-12-01"]),
    "accept": (.person, ["P-1", "sponsor"]),
    "draft save": (.person, ["P-1", "adjust", "--set", "budget=1"]),
    "draft drop": (.person, ["P-1", "adjust"]),
    "policy publish": (.person, ["Policies/startup.yaml"]),
    "policy migrate": (.person, ["standard", "R-2", "--adopt"]),
    "people import": (.person, ["colleagues.yaml"]),
    "people appoint": (.person, ["li", "sales_director"]),
    "people relieve": (.person, ["zhao", "sales_director"]),
    "people delegate": (.person, ["--to", "gao", "--until", "2027-01-01"]),
    "people absent": (.person, ["li", "--until", "2026-10-01"]), "people back": (.person, ["li"]),
    "people leave": (.person, ["li"]), "people hand-over": (.person, ["li", "gao"]),
    "people key add": (.person, ["li", "id.pub"]),
    "people key revoke": (.person, ["li", "SHA256:x"]),
    "tick": (.operates, []), "deliver": (.operates, ["--once"]),
    "outbox retry": (.operates, ["--all"]), "init": (.operates, ["--trial"]),
    "backup": (.operates, ["copy.sqlite"]), "restore": (.operates, ["copy.sqlite"]),
    "store copy": (.operates, ["tollgate.sqlite", "other.sqlite"]),
    "preview": (.reads, ["P-1", "adjust", "--set", "budget=126000"]), "inbox": (.reads, []),
    "show": (.reads, ["R-2"]), "why": (.reads, ["R-2"]), "status": (.reads, ["P-1"]),
    "history": (.reads, ["P-1"]), "projects": (.reads, []), "condition list": (.reads, []),
    "draft list": (.reads, []), "statement": (.reads, ["R-2", "approve"]),
    "policy check": (.reads, ["Policies/standard.yaml"]),
    "policy test": (.reads, ["Policies/claims.yaml"]),
    "policy diff": (.reads, ["Policies/standard.yaml", "Policies/startup.yaml"]),
    "policy draw": (.reads, ["Policies/standard.yaml"]),
    "policy impact": (.reads, ["Policies/standard.yaml"]), "policy show": (.reads, ["standard"]),
    "policy list": (.reads, []), "workflow check": (.reads, ["Workflows/deal.yaml"]),
    "workflow draw": (.reads, ["Workflows/deal.yaml"]), "people list": (.reads, []),
    "people show": (.reads, ["li"]), "people history": (.reads, ["li"]),
    "people coverage": (.reads, []), "people key list": (.reads, []), "outbox list": (.reads, []),
    "attachment list": (.reads, ["P-1"]),
    "attachment save": (.reads, ["P-1", "note", "--to", "saved"]),
    "report overdue": (.reads, []), "report drift": (.reads, []),
    "report workload": (.reads, []), "report cycle-time": (.reads, []),
    "report pipeline": (.reads, []), "lessons search": (.reads, ["x"]),
    "record": (.reads, ["R-2", "--html", "r.html"]),
    "audit verify": (.reads, []), "audit checkpoint": (.reads, ["--key", "none"]),
    "audit export": (.reads, []), "audit keygen": (.reads, ["--name", "x", "--out", "k"]),
    "backtest": (.reads, ["x", "--policy", "x", "--mapping", "x"]), "doctor": (.reads, []),
    "eval": (.reads, ["1 + 1"]), "schema": (.reads, ["policy"]), "help": (.reads, []),
  ]

  @Test func everyVerbStandsInTheTable() throws {
    try TemporaryFolder.with { folder in
      let dump = try Program(folder: folder.url).run(["--experimental-dump-help"]).out
      let json = try JSONSerialization.jsonObject(with: Data(dump.utf8)) as? [String: Any]
      let command = try #require(json?["command"] as? [String: Any])
      #expect(Self.leaves(command, []).sorted() == Self.verbs.keys.sorted())
    }
  }

  private static func leaves(_ command: [String: Any], _ path: [String]) -> [String] {
    let subcommands = command["subcommands"] as? [[String: Any]] ?? []
    guard !subcommands.isEmpty else { return [path.joined(separator: " ")] }
    return subcommands.flatMap { leaves($0, path + [$0["commandName"] as? String ?? ""]) }
  }

  /// A stranger's words change nothing, whatever verb they use; reading changes nothing, whoever reads.
  @Test func aStrangerChangesNothing() throws {
    try Company.atWork { company in
      try company.fileAdjustment()
      try Data(
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKlmk02eoUiY47HBZzRLHLqajkvW6ylARpuWlhR71YvR li\n".utf8
      ).write(to: company.folder.url.appendingPathComponent("id.pub"))
      try company.write("projects.csv", "title,customer,margin\nx,a,1\n")
      try company.write("forms.csv", "project,margin\nP-1,2\n")
      let before = try Data(contentsOf: company.database)
      var refused = 0
      for (verb, (guarded, arguments)) in Self.verbs.sorted(by: { $0.key < $1.key }) {
        let words = verb.split(separator: " ").map(String.init) + arguments
        switch guarded {
        case .person:
          let result = try company.program.run(words + ["--as", "stranger", "--json"])
          #expect(result.status == 2, "\(verb): \(result.text)")
          refused += 1
        case .reads: _ = try company.program.run(words)
        case .operates: continue
        }
        #expect(try Data(contentsOf: company.database) == before, "\(verb)")
      }
      Endurance.tell(17, "verbs in the table, \(refused) refused to a stranger", Self.verbs.count)
    }
  }

  /// What operates the machine appends no decision of a person, not even that of whoever runs it.
  @Test func whatOperatesDecidesNothing() throws {
    try Company.atWork { company in
      try company.fileAdjustment()
      let before = try company.history()
      try Data("notify: x\nsinks: {log: {file: n.jsonl}}\n".utf8)
        .write(to: company.folder.url.appendingPathComponent("notify.yaml"))
      for (verb, (guarded, arguments)) in Self.verbs.sorted(by: { $0.key < $1.key })
      where guarded == .operates {
        _ = try company.program.run(verb.split(separator: " ").map(String.init) + arguments)
        #expect(try company.history() == before, "\(verb)")
      }
      #expect(try company.answer("audit", "verify").text("verdict") == "intact")
      let seen = try company.program.run(["approve", "R-2", "--as", "li"]).status == 0
      let changed = try company.history() != before
      #expect(seen && changed)
      Endurance.control(17, "somebody who may", isSeen: changed)
    }
  }

  /// Who calls what writes into a store, by file; a store's own sources are left out.
  private static let writers: [String: Set<String>] = [
    "append(batch)": [
      "Engine/Storing/ApprovalService.swift", "tollgate/Session/WorkspaceStore.swift",
    ],
    "store.settle(": ["Delivery/Deliverer.swift"],
    "either.settle(": ["tollgate/Session/WorkspaceStore.swift"],
    ".takeNotifications(": ["Delivery/Deliverer.swift", "tollgate/Session/WorkspaceStore.swift"],
    ".retryNotifications(": [
      "tollgate/Commands/OutboxCommand.swift", "tollgate/Session/WorkspaceStore.swift",
    ],
    ".pruneOutbox(": ["Delivery/Deliverer.swift", "tollgate/Session/WorkspaceStore.swift"],
    ".fill(from: view)": ["tollgate/Session/WorkspaceStore+Moving.swift"],
    ".take(over:": [
      "tollgate/Commands/StoreCopy.swift", "tollgate/Upkeep/Restoring.swift",
      "tollgate/Upkeep/WorkspaceStore+BackingUp.swift",
    ],
  ]

  @Test func nothingElseWritesIntoAStore() throws {
    let sources = Fixtures.package.appendingPathComponent("Sources")
    let files = try #require(FileManager.default.enumerator(atPath: sources.path))
    var found: [String: Set<String>] = [:]
    for case let path as String in files
    where path.hasSuffix(".swift") && !path.contains("Storage/") {
      let text = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
      for call in Self.writers.keys where text.contains(call) {
        found[call, default: []].insert(path)
      }
    }
    #expect(found == Self.writers)
    Endurance.tell(17, "kinds of writes into a store", Self.writers.count)
  }
}
