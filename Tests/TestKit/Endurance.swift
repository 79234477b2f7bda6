import Foundation

/// What tests of promises tell `Scripts/endurance`, which makes one table of it.
public enum Endurance {
  /// How often a test tries: what the environment asks for, or the share of a build.
  public static func size(_ name: String, _ share: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? share
  }

  /// So much was tried, and so often a promise of `PROMISES.md` was broken.
  public static func tell(_ promise: Int, _ what: String, _ count: Int, failures: Int = 0) {
    print("PROMISE\t\(promise)\t\(what)\t\(count)\t\(failures)")
  }

  /// A variant that is broken on purpose: the test must see it.
  public static func control(_ promise: Int, _ what: String, isSeen: Bool) {
    print("CONTROL\t\(promise)\t\(what)\t\(isSeen ? "seen" : "NOT SEEN")")
  }
}
