import CEL
import Diagnostics

/// Questions, answers, reminders and copies: what is said about a request without deciding it.
extension SignOff {
  /// A request does not become a forum.
  private static let maximumQuestions = 100
  private static let maximumCopies = 200

  /// 请求补充: the submitter is asked; the step's clock stands still meanwhile.
  func ask(_ text: String) throws(Refusal) -> [RequestEvent] {
    try requirePending()
    let place = try placeToSign()
    let progress = request.progress[place.step]
    let paused =
      progress.paused ?? remaining(until: progress.due, of: request.route.steps[place.step])
    return [try question(.information, to: request.submitter, text, place.step, paused: paused)]
  }

  /// 委派: a colleague is asked for advice; the decision stays with who asks.
  func consult(_ person: PersonID, _ text: String) throws(Refusal) -> [RequestEvent] {
    try requirePending()
    let place = try placeToSign()
    guard let entry = directory[person] else { throw .unknownPerson(person, directory) }
    guard entry.isActive(on: population.today) else {
      throw Refusal(
        .inactivePerson, Bilingual("`\(person)` has left the company", zh: "`\(person)` 已离职"))
    }
    guard directory.human(person) != (try human()) else {
      throw Refusal(.notAllowed, Bilingual("that would be yourself", zh: "不能指定自己"))
    }
    guard directory.human(person) != directory.human(request.submitter) else {
      throw Refusal(
        .notAllowed,
        Bilingual(
          "`\(person)` submitted this; ask for information instead",
          zh: "`\(person)` 是提交人；请改用补充资料"),
        help: Bilingual(
          "tollgate ask \(request.id) -m …", zh: "tollgate ask \(request.id) -m …"))
    }
    return [try question(.advice, to: person, text, place.step, paused: nil)]
  }

  private func question(
    _ kind: Question.Kind, to person: PersonID, _ text: String, _ step: Int, paused: Term?
  ) throws(Refusal) -> RequestEvent {
    guard !text.allSatisfy(\.isWhitespace) else { throw .commentRequired }
    guard request.questions.count < Self.maximumQuestions else {
      throw Refusal(
        .invalidValue,
        Bilingual(
          "a request takes at most \(Self.maximumQuestions) questions",
          zh: "每项申请最多 \(Self.maximumQuestions) 个问题"))
    }
    return .questioned(
      request: request.id, step: step,
      question: Question(
        kind: kind, step: request.route.steps[step].name, by: try actor(), to: person,
        text: text, on: population.today), paused: paused)
  }

  /// The first open question that was put to the actor.
  func reply(_ text: String) throws(Refusal) -> [RequestEvent] {
    try requirePending()
    guard !text.allSatisfy(\.isWhitespace) else { throw .commentRequired }
    let human = try human()
    guard
      let index = request.questions.firstIndex(where: { question in
        question.answer == nil && !question.isClosed && directory.human(question.to) == human
      })
    else {
      let asked = request.questions.filter { $0.answer == nil && !$0.isClosed }.map(\.to)
      throw Refusal(
        .nothingChanged, Bilingual("nobody has asked you anything here", zh: "没有人在此向你提问"),
        whoCould: asked)
    }
    let question = request.questions[index]
    let step = request.route.steps.firstIndex { $0.name == question.step } ?? 0
    let due =
      question.kind == .information
      ? request.progress[step].paused.flatMap {
        terms.calendar.end(of: $0, from: population.today)
      } : nil
    return [
      .answered(request: request.id, question: index, answer: text, step: step, due: due)
    ]
  }

  /// What is left of a step's time today; nil: it has no deadline.
  private func remaining(until due: CivilDate?, of step: RoutedStep) -> Term? {
    guard let due, let within = step.within else { return nil }
    switch within {
    case .days: return .days(max(0, due.days(since: population.today)))
    case .workingDays:
      guard due > population.today else { return .workingDays(0) }
      return terms.calendar.workingDays(after: population.today, through: due).map(
        Term.workingDays)
    }
  }

  /// 催办: by the submitter, or whoever has signed and waits for the others.
  func remind(comment: String) throws(Refusal) -> [RequestEvent] {
    try requirePending()
    try requireInvolved()
    return [.reminded(request: request.id, comment: comment)]
  }

  /// 已阅: by somebody who is asked.
  func see() throws(Refusal) -> [RequestEvent] {
    try requirePending()
    _ = try placeToSign()
    guard !request.seen.contains(try actor()) else {
      throw Refusal(
        .nothingChanged, Bilingual("you have marked this as seen", zh: "你已标记为已阅"))
    }
    return [.seen(request: request.id)]
  }

  /// 抄送: informs, never blocks, once a person.
  func copy(to people: [PersonID]) throws(Refusal) -> [RequestEvent] {
    guard request.status.isOpen else { throw .notPending(request) }
    try requireInvolved()
    var new: [PersonID] = []
    for person in people where !request.copied.contains(person) && !new.contains(person) {
      guard directory[person]?.isActive(on: population.today) == true else {
        throw .unknownPerson(person, directory)
      }
      new.append(person)
    }
    guard !new.isEmpty else {
      throw Refusal(
        .nothingChanged, Bilingual("they were informed already", zh: "已抄送过上述人员"))
    }
    guard request.copied.count + new.count <= Self.maximumCopies else {
      throw Refusal(
        .invalidValue,
        Bilingual(
          "at most \(Self.maximumCopies) people are informed", zh: "最多抄送 \(Self.maximumCopies) 人"))
    }
    return [.copied(request: request.id, to: new)]
  }

  /// The submitter, whoever signed, and whoever is asked.
  private func requireInvolved() throws(Refusal) {
    let human = try human()
    if human == directory.human(request.submitter) { return }
    if request.signatures.contains(where: { $0.signature.human == human }) { return }
    if request.earlier.contains(where: { $0.signature.human == human }) { return }
    _ = try placeToSign()
  }
}
