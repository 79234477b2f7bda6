import Engine
import Glibc

/// Where the output goes.
enum Terminal {
  /// Whether errors may be coloured: a terminal that wants it.
  static var colors: Bool {
    isatty(STDERR_FILENO) == 1 && Speech.environment("NO_COLOR") == nil
      && Speech.environment("TERM") != "dumb"
  }

  /// Whether a person sits before it and can be asked.
  static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  static func print(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// One line of canonical JSON.
  static func print(_ json: JSON) { write(json.canonicalText + "\n", to: STDOUT_FILENO) }

  static func complain(_ text: String) { write(text, to: STDERR_FILENO) }

  /// A yes/no question on standard error; anything but yes is no.
  static func confirm(_ question: String) -> Bool {
    complain(question + " [y/N] ")
    guard let answer = readLine()?.lowercased() else { return false }
    return ["y", "yes", "是", "同意"].contains(answer)
  }

  /// Writes all of it; a reader that has gone is nothing to report.
  private static func write(_ text: String, to file: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Glibc.write(file, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
    }
  }
}
