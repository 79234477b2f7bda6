import Diagnostics

/// Why a log could not be read to its end: a file that is not there, is damaged, or is no log.
public struct LogProblem: Error, Sendable, Hashable {
  /// Stable, for machines: `log.truncated`.
  public let code: String
  public let message: Bilingual
  /// nil: there is no advice beyond the message.
  public let help: Bilingual?

  init(_ code: String, _ message: Bilingual, help: Bilingual? = nil) {
    self.code = "log.\(code)"
    self.message = message
    self.help = help
  }

  /// The same problem at a line of the (inflated) log, counted from 1.
  func at(line: Int) -> LogProblem {
    LogProblem(
      unprefixed: code,
      Bilingual("line \(line): \(message.en)", zh: "第 \(line) 行：\(message.zh)"), help)
  }

  private init(unprefixed code: String, _ message: Bilingual, _ help: Bilingual?) {
    self.code = code
    self.message = message
    self.help = help
  }
}
