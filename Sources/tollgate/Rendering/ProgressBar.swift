/// How far a long piece of work has come, on one line of the terminal that is drawn over and over.
struct ProgressBar {
  /// Not where nobody would see it, or where it would stand among data.
  let isShown: Bool

  /// Cells of the bar.
  private static let width = 30

  func show(_ done: Int, of all: Int) {
    // More often than the bar moves would only cost time.
    guard isShown, done == all || done % max(1, all / 100) == 0 else { return }
    Terminal.complain("\r" + Self.text(done, of: all))
  }

  func clear() {
    if isShown { Terminal.complain("\r\u{1B}[K") }
  }

  /// `[#########                     ]  30 %  600 of 2000 projects`
  static func text(_ done: Int, of all: Int) -> String {
    let share = all == 0 ? 1 : Double(done) / Double(all)
    let filled = Int(share * Double(width))
    let percent = String(Int(share * 100))
    return
      "[\(String(repeating: "#", count: filled))\(String(repeating: " ", count: width - filled))] "
      + String(repeating: " ", count: 3 - percent.count)
      + say("\(percent) %  \(done) of \(all) projects", "\(percent)%  \(done)/\(all) 个项目")
  }
}
