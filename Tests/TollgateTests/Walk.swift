import Foundation

/// A document whose `console` blocks are carried out; the rest is prose.
///
/// What readers do not see stands in comments:
/// ```
/// <!-- @ 2026-09-01T02:00:00Z -->   the time from here on
/// <!-- as: gao -->                  who types from here on, where the line itself does not say it
/// <!-- given: metro -->             a new folder, in which `Prepared/metro.md` was carried out
/// <!-- $ tollgate tick -->          carried out, and must succeed
/// <!-- file: a.yaml -->             the next block is the content of this file
/// <!-- section of: a.yaml -->       … goes into this file, in place of the sections of the same names
/// <!-- output not shown -->         of the next block: what its commands print stands nowhere, unless they fail
/// <!-- each by itself -->           of the next block: each command begins where the block begins
/// ```
/// A command with the address of a server is left out where there is none. `DIGEST` in a command is the digest of twelve digits that was printed last.
struct Walk {
  let page: Page

  /// Commands that no test carries out, by how they begin, with the reason.
  static let leftOut = [
    ("Scripts/demo", "builds the program; `.ci/run` carries it out"),
    ("Scripts/test", "is what runs this test"),
    ("Scripts/release", "builds everything anew, optimized"),
    ("Scripts/endurance", "runs the other tests; `.ci/run` carries it out"),
    ("Scripts/bench", "takes hours; `Benchmarks/suites` are run by hand"),
    ("Scripts/fuzz", "builds everything anew, with sanitizers"),
    ("sudo install ", "writes where programs of the system lie"),
    ("alias ", "is the shell's own, and ends with it"),
  ]

  enum Failure: Error, CustomStringConvertible {
    case unknownNote(String)
    case cannotPrepare(String)

    var description: String {
      switch self {
      case .unknownNote(let text): "no such note: \(text)"
      case .cannotPrepare(let text): text
      }
    }
  }

  /// How it went.
  struct Course {
    /// The document with what was printed this time.
    var lines: [String] = []
    var carriedOut = 0
    var leftOut: [String] = []

    var text: String { lines.joined(separator: "\n") }
  }

  /// Carries everything out in an empty folder.
  func carriedOut(in folder: URL, server: String? = nil) throws -> Course {
    var walking = Walking(folder: folder, language: page.language, server: server)
    try walking.furnish()
    for part in page.parts { try walking.take(part) }
    return walking.course
  }
}
