/// One rule of signing turned wrong: a comparison with the engine that does not notice it would prove nothing.
enum Fault: String, CaseIterable {
  // Who is who.
  case submitterSigns, submitterSignsUnderAnotherName, oneHumanSignsTwice, twoNamesSignTwice
  case principalSignsAfterTheirStandIn, leaverSigns
  case roleBeforeItsFirstDay, roleOnItsLastDay, handOversIgnored, oneHandOverOnly
  // On whose behalf.
  case standInBeforeItsFirstDay, standInOnItsLastDay, standInOutsideItsScope, standInAboveTheCap
  case standInAboveTheirOwnCeiling, standInOfAStandIn
  // How much.
  case ceilingsIgnored, ceilingIsExclusive, noCeilingIsUnlimited, lineIgnoresTheAmount
  case conditionIsInclusive
  // Where it goes when those who could are barred.
  case vacantGoesUp, barredStays, upOneLevelOnly
  // When, and how many.
  case anyOrder, groupInARow, quorumOfOne, oneOfAllIsEnough, halfIsAMajority, voteRunsToTheEnd
  case mergedTwiceInAStep, mergedWithoutAuthority, addedSignerIsNotWaitedFor
  // What a yes is bound to.
  case staleViewCounts, noCommentNeeded, returnKeepsSignatures, editKeepsSignatures
  case worseIsTheOtherWay, reapprovalAsksEverybody, takenBackAfterOthersActed
  // Verbs.
  case transferToAnybody, anybodyRemoves, claimIsNotExclusive, withdrawnByAnybody
  case overriddenByOne, overriddenByAnybody
  // Time, and rules that change under way.
  case deadlineDayIsLate, escalationIsForgotten, passesAtTheCeiling, passesWithoutAHuman
  case pausedClockRuns, requestsNeverLapse, approvalsNeverLapse
  case anybodyMigrates, migrationForgets
}
