extension Inputs {
  /// A place for each variable that the environment declares, all unset.
  public init(_ environment: Environment) {
    self.init(count: environment.slotCount)
  }
}
