/// A chain as the random policy spells it, and as the naive evaluator reads it.
struct NaiveChain {
  enum Who: Hashable {
    case company(String)
    case project(String)
    case named, superior
  }

  enum Needs: Equatable {
    case half
    case share(Int, Int)
    case weight(Int)
  }

  enum Mode {
    case any([Who])
    case all([Who])
    case quorum(Int, [Who])
    case vote([(role: Who, weight: Int)], Needs)
  }

  struct Step {
    let name: String
    let mode: Mode
    /// In the route if the amount is above this; nil: always.
    let above: Int?
    let group: Int?
    let covers: Bool
    let rejection: String
    let needsComment: Bool
    /// In days from the day it is asked on; nil: no deadline.
    let within: Int?
    let late: Late?
  }

  /// What the clock does when the deadline has passed.
  enum Late {
    case remind, giveBack, reject
    /// nil: the next authority that is not in the route, else the line.
    case escalate(Who?)
    case pass(below: Int)
  }

  var steps: [Step]
  var merges: Bool
  /// By field of the form: `up`, `down`, `any`, `never`, and whom it asks; empty: no rules.
  var reapproval: [String: (worse: String, asks: [String]?)]
  var overriddenBy: [Who]
  /// So many days after it was filed a request is over; after it was given a yes counts no more.
  var requestsLapse: Int?
  var approvalsLapse: Int?
}

/// A request as a sheet of paper with places to sign.
struct NaiveRequest {
  enum Ask: Hashable {
    case company(String)
    case project(String)
    case person(String)
    case line(String)
  }

  struct Yes: Hashable {
    let person: String
    let human: String
    /// For whom; nil: themselves.
    let principal: String?
    let on: Int
  }

  enum Ink: Hashable {
    case yes(Yes)
    case no(Yes)
    case stillCovers(Yes)
    case repeats(String)
    /// The clock let the step pass.
    case passed

    var agrees: Bool { if case .no = self { false } else { true } }

    /// Who is counted.
    var human: String {
      switch self {
      case .yes(let yes), .no(let yes), .stillCovers(let yes): yes.human
      case .repeats(let human): human
      case .passed: ""
      }
    }
  }

  struct Place {
    let asks: [Ask]
    var weight: Int?
    var addedBy: String?
    /// 0 before those of the policy, 1 with them, 2 after.
    var turn = 1
    var isRemoved = false
    var ink: Ink?
    var holder: (person: String, from: String?)?
  }

  struct Step {
    let name: String
    let position: Int
    var places: [Place]
    let majority: Int?
    let amount: Int?
    let rejection: String
    let needsComment: Bool
    let within: Int?
    let late: NaiveChain.Late?
    var isAsked = false
    /// The last day.
    var due: Int?
    /// Information is asked for: so many days are left once it is there.
    var pausedFor: Int?
    /// The clock has acted, once.
    var isLate = false
    /// Who may sign too, since the first were late.
    var alsoAsked: Ask?

    mutating func forgetTime() {
      (isAsked, due, pausedFor, isLate, alsoAsked) = (false, nil, nil, false, nil)
    }
  }

  /// A yes of an earlier round, with what it was given to.
  struct Earlier {
    let step: String
    let place: Int
    let asks: [Ask]
    let yes: Yes
    let content: [String: String]
    /// Its step was asked again by name: it is there to be read, and no more.
    var isOver = false
  }

  enum Status { case pending, returned, approved, rejected, withdrawn, overridden, lapsed }

  let submitter: String
  var filedOn = 0
  /// amount, note, person.
  var content: [String: String]
  var status = Status.pending
  var revision = 1
  var steps: [Step] = []
  var earlier: [Earlier] = []
  /// After a return that comes straight back: those before this step count again, if nothing changed.
  var comesBackTo: String?
  /// After a migration every yes to the very same content counts again.
  var carriesAll = false
  var overrideBy: String?
  var reviewOn = 0
  var questions: [(step: String, to: String, isOpen: Bool, isInformation: Bool)] = []
  var seen: [String] = []
  var copied: [String] = []

  var amount: Int { Int(content["amount"]!)! }

  // MARK: What is done and what is open

  func isDone(_ step: Int, turn: Int) -> Bool {
    let places = steps[step].places.filter { $0.turn == turn && !$0.isRemoved }
    for place in places where place.weight == nil && place.ink?.agrees != true { return false }
    return turn != 1 || missing(step) == 0
  }

  func isDone(_ step: Int, _ fault: Fault? = nil) -> Bool {
    if fault == .addedSignerIsNotWaitedFor { return isDone(step, turn: 1) }
    return [0, 1, 2].allSatisfy { isDone(step, turn: $0) }
  }

  /// The weight in favour that a vote still lacks.
  func missing(_ step: Int) -> Int {
    guard let majority = steps[step].majority else { return 0 }
    let inFavour = steps[step].places.filter { $0.weight != nil && $0.ink?.agrees == true }
    return max(0, majority - inFavour.map { $0.weight! }.reduce(0, +))
  }

  func isLost(_ step: Int, _ fault: Fault? = nil) -> Bool {
    let open = steps[step].places.filter { $0.weight != nil && $0.ink == nil }
    if fault == .voteRunsToTheEnd { return open.isEmpty && missing(step) > 0 }
    return open.map { $0.weight! }.reduce(0, +) < missing(step)
  }

  func active(_ fault: Fault? = nil) -> [Int] {
    guard status == .pending else { return [] }
    let open = steps.indices.filter { !isDone($0, fault) }
    if fault == .anyOrder { return open }
    let first = open.map { steps[$0].position }.min()
    let now = open.filter { steps[$0].position == first }
    return fault == .groupInARow ? Array(now.prefix(1)) : now
  }

  func open(_ step: Int) -> [Int] {
    for turn in [0, 1, 2] where !isDone(step, turn: turn) {
      return steps[step].places.indices.filter { index in
        let place = steps[step].places[index]
        return place.turn == turn && place.ink == nil && !place.isRemoved
      }
    }
    return []
  }

  var inks: [(step: Int, place: Int, ink: Ink)] {
    steps.indices.flatMap { step in
      steps[step].places.indices.compactMap { place in
        steps[step].places[place].ink.map { (step, place, $0) }
      }
    }
  }

  /// What people wrote in this round.
  var written: [(step: Int, place: Int, yes: Yes)] {
    inks.compactMap { step, place, ink in
      switch ink {
      case .yes(let yes), .no(let yes): (step, place, yes)
      case .stillCovers, .repeats, .passed: nil
      }
    }
  }

  /// The yeses that count: of this round, and earlier ones that still cover it.
  var counted: [(step: Int, place: Int, yes: Yes)] {
    inks.compactMap { step, place, ink in
      switch ink {
      case .yes(let yes), .stillCovers(let yes): (step, place, yes)
      case .no, .repeats, .passed: nil
      }
    }
  }
}
