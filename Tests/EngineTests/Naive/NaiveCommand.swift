/// What somebody tries, in the naive evaluator's words.
enum NaiveCommand: Hashable {
  /// What the person was shown: as it is, or another content, rulebook or revision.
  enum View: Hashable, CaseIterable { case current, otherContent, otherRules, otherRevision }

  case approve(View, says: Bool)
  case reject(View, says: Bool)
  case returnBack(View, to: String?, comesStraightBack: Bool, says: Bool)
  case withdraw, takeBack, claim, release, see
  case transfer(String)
  case addSigner(String, turn: Int)
  case removeSigner(String)
  case ask(says: Bool)
  case consult(String, says: Bool)
  case reply(says: Bool)
  case remind
  case copy([String])
  case override(View, says: Bool)
  case resubmit([String: String])
  case migrate(onlyIfStricter: Bool)
  /// The clock looks at it; whoever is named with it does not matter.
  case tick

  var verb: String { "\(self)".prefix { $0 != "(" }.description }
}

/// Why not. Whoever is not asked at all and whoever is not asked yet are one kind: the difference is advice.
enum NaiveRefusal: String {
  case gone, notPending, notReturned, stale, submitter, signed, notAsked, silent, unknownStep
  case notAllowed, nothing, unknownPerson, emptyRoute, lapsed, notAdministrator
}
