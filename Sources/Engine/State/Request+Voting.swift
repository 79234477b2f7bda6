extension Request {
  /// How a vote stands, by weight.
  public struct Tally: Sendable, Hashable {
    public let inFavour: Int
    public let against: Int
    /// Not cast yet.
    public let open: Int
    /// What it takes in favour.
    public let majority: Int
  }

  /// nil: the step is no vote.
  public func tally(_ step: Int) -> Tally? {
    guard let majority = route.steps[step].majority else { return nil }
    func weight(_ counts: (SlotOutcome?) -> Bool) -> Int {
      route.steps[step].slots.indices.reduce(0) { sum, slot in
        isVote(step, slot) && counts(progress[step].outcomes[slot])
          ? sum + (route.steps[step].slots[slot].weight ?? 0) : sum
      }
    }
    return Tally(
      inFavour: weight { $0?.agrees == true }, against: weight { $0?.agrees == false },
      open: weight { $0 == nil }, majority: majority)
  }
}
