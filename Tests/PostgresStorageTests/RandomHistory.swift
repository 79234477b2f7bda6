import Engine
import TestKit

/// A company's life as chance has it: sensible commands and senseless ones, one after the other.
///
/// Everything follows from the seed, and from what the store answers. Told on two stores that mean the same, it is the
/// same story.
struct RandomHistory {
  let seed: UInt64
  let length: Int

  /// Plays it on an empty store; what became of each command, in order.
  func tell<S: Store>(on store: S) throws -> [String] {
    var random = Generator(state: seed)
    let company = try SmallCompany.company(store)
    var told: [String] = []
    for _ in 0..<length {
      do {
        told.append(try step(in: company, &random))
      } catch let refusal as Refusal {
        told.append("refused: \(refusal.code.rawValue)")
      }
      if random.chance(of: 8) { try company.wait(days: Int(random.next() % 3), hours: 5) }
    }
    return told
  }

  private static let people: [PersonID] = [
    "li", "li2", "chen", "zhao", "qian", "sun", "wu", "admin",
  ]

  private func step<S: Store>(in company: Company<S>, _ random: inout Generator) throws -> String {
    let store = company.service.store
    let person = random.pick(Self.people)
    let projects = try store.projects(after: nil, limit: 100).map(\.id)
    guard !projects.isEmpty, !random.chance(of: 12) else {
      let id = try SmallCompany.runningProject(in: company)
      return "opened \(id)"
    }
    let project = random.pick(projects)
    let requests = try store.requests(of: project, limit: 3)
    switch random.next() % 14 {
    case 0, 1, 2:
      let budget = ["90000", "100000", "104000", "126000", "310000"]
      let id = try company.submit(
        "change", on: project, by: random.pick(["li", "chen", person]),
        ["budget": random.pick(budget), "reason": "理由 \(random.next() % 9) \u{1F600}"])
      return "asked for \(id?.text ?? "nothing")"
    case 3:
      try company.submit(
        "spend", on: project, by: random.pick(["li", person]),
        ["amount": "\(random.next() % 30_000 + 1)"])
      return "spent"
    case 4:
      try company.order(
        person, .fill(form: "facts", values: ["score": "\(random.next() % 7)"]),
        on: .project(project))
      return "filled"
    case 5 where random.chance(of: 3):
      try company.order(
        "admin", .appoint(person, .init(role: random.pick(["sales_director", "executive"]))),
        on: .workspace)
      return "appointed \(person)"
    case 6 where random.chance(of: 3):
      try company.submit("replace", on: project, by: "li", ["sponsor": random.pick(["sun", "wu"])])
      return "asked for a successor"
    default:
      guard !requests.isEmpty else { return "nothing" }
      let request = random.pick(requests)
      return try answer(request, in: company, by: person, &random)
    }
  }

  private func answer<S: Store>(
    _ request: Request, in company: Company<S>, by person: PersonID, _ random: inout Generator
  ) throws -> String {
    let stream = try company.request(request.id).stream
    switch request.status == .returned ? 3 : random.next() % 12 {
    case 0:
      return try whoeverMay(person, "rejected \(request.id)") {
        try company.reject(request.id, by: $0)
      }
    case 1, 2:
      return try whoeverMay(person, "returned \(request.id)") {
        try company.returnBack(request.id, by: $0)
      }
    case 3:
      if request.status != .returned || random.chance(of: 3) {
        try company.order("li", .answer(request.id, .withdraw(comment: "")), on: stream)
        return "withdrew \(request.id)"
      }
      try company.order(
        "li",
        .resubmit(request.id, values: ["budget": "120000"], attachments: [:], reason: "again"),
        on: stream)
      return "resubmitted \(request.id)"
    default:
      return try whoeverMay(person, "approved \(request.id)") {
        try company.approve(request.id, by: $0)
      }
    }
  }

  /// Most decisions are those of whoever is asked, else no request would ever end.
  private func whoeverMay(
    _ first: PersonID, _ what: String, _ act: (PersonID) throws -> Void
  ) throws -> String {
    for person in [first, "chen", "zhao", "qian", "wu", "sun"] {
      do {
        try act(person)
        return "\(what) by \(person)"
      } catch is Refusal { continue }
    }
    return "nobody \(what)"
  }

  /// SplitMix64: the same numbers for the same seed, everywhere.
  struct Generator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }

    mutating func pick<T>(_ values: [T]) -> T { values[Int(next() % UInt64(values.count))] }

    /// True once in so many times.
    mutating func chance(of times: UInt64) -> Bool { next() % times == 0 }
  }
}
