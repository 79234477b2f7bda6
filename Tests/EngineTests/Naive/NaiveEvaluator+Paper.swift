/// What happens on the sheet of paper when somebody does something.
extension NaiveEvaluator {
  mutating func begin(_ content: [String: String]) -> Bool {
    guard let sheet = sheet(content) else { return false }
    request.content = content
    request.steps = sheet
    request.status = .pending
    settle()
    return true
  }

  /// Asks whoever is next, and writes down what follows by itself.
  mutating func settle() {
    while let step = request.active(fault).first(where: { !request.steps[$0].isAsked }) {
      request.steps[step].isAsked = true
      request.steps[step].due = request.steps[step].within.map { company.today + $0 }
      for place in request.open(step) {
        if let yes = standing(step, place) {
          fill(step, place, .stillCovers(yes))
        }
      }
      merge()
    }
    merge()
  }

  /// Writes into a place; what was asked about a step is moot once it is done.
  mutating func fill(_ step: Int, _ place: Int, _ ink: NaiveRequest.Ink) {
    request.steps[step].places[place].ink = ink
    if request.isDone(step, fault) { closeQuestions(of: request.steps[step].name) }
  }

  /// A complete request takes effect if anybody agreed, and nobody too long ago.
  mutating func conclude() -> NaiveRefusal? {
    guard request.status == .pending,
      request.steps.indices.allSatisfy({ request.isDone($0, fault) })
    else { return nil }
    if request.counted.isEmpty { return .emptyRoute }
    if request.counted.contains(where: { isTooOld($0.yes) }) { return .lapsed }
    request.status = .approved
    return nil
  }

  func isTooOld(_ yes: NaiveRequest.Yes) -> Bool {
    guard let days = chain.approvalsLapse, fault != .approvalsNeverLapse else { return false }
    return yes.on + days < company.today
  }

  var isOver: Bool {
    guard let days = chain.requestsLapse, fault != .requestsNeverLapse else { return false }
    return request.filedOn + days < company.today
  }

  private mutating func merge() {
    guard chain.merges else { return }
    var found = true
    while found {
      found = false
      search: for step in request.active(fault) where request.steps[step].isAsked {
        for place in request.open(step) {
          if let human = repeating(step, place) {
            fill(step, place, .repeats(human))
            found = true
            break search
          }
        }
      }
    }
  }

  /// The human whose yes of this round fills a place too: one who could sign it, had they not signed.
  private func repeating(_ step: Int, _ place: Int) -> String? {
    let paper = request.steps[step]
    // Handed to one person: that person decides.
    if let holder = paper.places[place].holder, holder.from != nil,
      signers(step, place).contains(where: { $0.person == company.tasks(of: holder.person) })
    {
      return nil
    }
    let counted = paper.places.compactMap { $0.ink?.human }
    for person in candidates(step, place) {
      let human = company.human(person)
      guard company.isHere(person), human != company.human(request.submitter),
        company.covers(person, paper.amount) || fault == .mergedWithoutAuthority,
        fault == .mergedTwiceInAStep || !counted.contains(human)
      else { continue }
      let agreed = request.inks.contains { _, _, ink in
        switch ink {
        case .yes(let yes), .stillCovers(let yes): yes.human == human
        case .no, .repeats, .passed: false
        }
      }
      if agreed { return human }
    }
    return nil
  }

  /// The yes of an earlier round that still covers a place.
  private func standing(_ step: Int, _ place: Int) -> NaiveRequest.Yes? {
    let paper = request.steps[step]
    guard
      let old = request.earlier.first(where: { $0.step == paper.name && $0.place == place }),
      !old.isOver, old.asks == paper.places[place].asks, stillCovers(old.content, paper),
      !isTooOld(old.yes)
    else { return nil }
    for person in [old.yes.person, old.yes.principal].compactMap(\.self) {
      if isSubmitter(person) || hasSpoken(person) { return nil }
      if let amount = paper.amount, !company.covers(person, amount) { return nil }
    }
    return old.yes
  }

  private func stillCovers(_ before: [String: String], _ paper: NaiveRequest.Step) -> Bool {
    let now = request.content
    if fault == .editKeepsSignatures { return true }
    if before == now, request.carriesAll, fault != .migrationForgets { return true }
    if before == now, let returner = request.comesBackTo,
      paper.position < request.steps.first(where: { $0.name == returner })?.position ?? .max
    {
      return true
    }
    guard !chain.reapproval.isEmpty else { return false }
    for field in Set(before.keys).union(now.keys) where before[field] != now[field] {
      guard let rule = chain.reapproval[field] else { return false }
      if let asks = rule.asks, !asks.contains(paper.name), fault != .reapprovalAsksEverybody {
        continue
      }
      guard rule.worse != "never" else { continue }
      guard rule.worse != "any", let old = before[field].flatMap(Int.init),
        let new = now[field].flatMap(Int.init)
      else { return false }
      let up = fault == .worseIsTheOtherWay ? rule.worse == "down" : rule.worse == "up"
      if up ? new > old : new < old { return false }
    }
    return true
  }

  // MARK: - Going back

  mutating func giveBack(from step: Int, to target: Int?, straightBack: Bool) {
    remember()
    request.overrideBy = nil
    closeQuestions()
    guard let target else {
      request.status = .returned
      request.comesBackTo = straightBack ? request.steps[step].name : nil
      request.carriesAll = false
      for index in request.steps.indices {
        request.steps[index].places.removeAll { $0.addedBy != nil }
      }
      wipe(request.steps.indices.filter { _ in true }, keepingHolders: false)
      return
    }
    request.status = .pending
    let (to, from) = (request.steps[target].position, request.steps[step].position)
    let again = request.steps.indices.filter { index in
      let position = request.steps[index].position
      return straightBack ? position == to || position >= from : position >= to
    }
    for index in request.earlier.indices
    where again.contains(where: { request.steps[$0].name == request.earlier[index].step }) {
      request.earlier[index].isOver = true
    }
    wipe(again, keepingHolders: true)
    settle()
  }

  mutating func remember() {
    for (step, place, ink) in request.inks where request.steps[step].places[place].addedBy == nil {
      guard case .yes(let yes) = ink else { continue }
      let name = request.steps[step].name
      request.earlier.removeAll { $0.step == name && $0.place == place }
      request.earlier.append(
        .init(
          step: name, place: place, asks: request.steps[step].places[place].asks, yes: yes,
          content: request.content))
    }
  }

  /// Takes one yes off the paper, whatever rests on it, and all that came after.
  mutating func reopen(_ step: Int, _ place: Int) {
    let human = request.steps[step].places[place].ink?.human
    request.steps[step].places[place].ink = nil
    for index in request.earlier.indices
    where request.earlier[index].step == request.steps[step].name
      && request.earlier[index].place == place
    {
      request.earlier[index].isOver = true
    }
    for step in request.steps.indices {
      for place in request.steps[step].places.indices {
        if case .repeats(human)? = request.steps[step].places[place].ink {
          request.steps[step].places[place].ink = nil
        }
      }
    }
    let position = request.steps[step].position
    wipe(
      request.steps.indices.filter { request.steps[$0].position > position }, keepingHolders: true)
  }

  private mutating func wipe(_ steps: [Int], keepingHolders: Bool) {
    for step in steps {
      request.steps[step].forgetTime()
      for place in request.steps[step].places.indices {
        if fault != .returnKeepsSignatures { request.steps[step].places[place].ink = nil }
        if !keepingHolders || request.steps[step].places[place].holder?.from == nil {
          request.steps[step].places[place].holder = nil
        }
      }
    }
  }

  mutating func closeQuestions(of step: String? = nil) {
    for index in request.questions.indices
    where step == nil || request.questions[index].step == step {
      request.questions[index].isOpen = false
    }
  }
}
