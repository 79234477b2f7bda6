import Foundation

/// The real binary, run in a folder of its own with a fixed environment.
struct Program {
  struct Result {
    let status: Int32
    let out: String
    let err: String

    /// What a person at a terminal sees.
    var text: String { out + err }
  }

  let folder: URL
  /// The story's time (`TOLLGATE_NOW`); nil: the clock's.
  var now: String?
  var language = "en"
  /// What the program is started through, such as a shell that limits it; empty: nothing.
  var wrapper: [String] = []

  /// Beside the test program, where the package's products are built.
  static let binary: URL = {
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let beside = tests.deletingLastPathComponent().appendingPathComponent("tollgate")
    if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
    return Fixtures.package.appendingPathComponent(".build/debug/tollgate")
  }()

  /// Runs the program to its end.
  func callAsFunction(_ arguments: String...) throws -> Result { try run(arguments) }

  func run(_ arguments: [String], environment extra: [String: String] = [:]) throws -> Result {
    let running = try start(arguments, environment: extra)
    return running.wait()
  }

  /// A process under way, whose output goes to files so that no pipe can fill up.
  struct Running {
    let process: Process
    fileprivate let out: URL
    fileprivate let err: URL

    /// What it has said by now.
    func outputSoFar() -> String {
      String(decoding: (try? Data(contentsOf: out)) ?? Data(), as: UTF8.self)
    }

    /// Ends it. Not by asking: whoever started it may have blocked the signal that asks.
    func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

    func wait() -> Result {
      process.waitUntilExit()
      defer {
        try? FileManager.default.removeItem(at: out)
        try? FileManager.default.removeItem(at: err)
      }
      func text(_ url: URL) -> String {
        String(decoding: (try? Data(contentsOf: url)) ?? Data(), as: UTF8.self)
      }
      return Result(
        status: process.terminationReason == .exit ? process.terminationStatus : -1,
        out: text(out), err: text(err))
    }
  }

  func start(_ arguments: [String], environment extra: [String: String] = [:]) throws -> Running {
    let scratch = FileManager.default.temporaryDirectory
    let name = UUID().uuidString
    let running = Running(
      process: Process(), out: scratch.appendingPathComponent("\(name).out"),
      err: scratch.appendingPathComponent("\(name).err"))
    let process = running.process
    let command = wrapper + [Self.binary.path] + arguments
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.currentDirectoryURL = folder
    var environment = ["PATH": "/usr/bin:/bin", "LANG": language == "zh" ? "zh_CN.UTF-8" : "C"]
    if let now { environment["TOLLGATE_NOW"] = now }
    environment.merge(extra) { $1 }
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    for url in [running.out, running.err] {
      _ = FileManager.default.createFile(atPath: url.path, contents: nil)
    }
    process.standardOutput = try FileHandle(forWritingTo: running.out)
    process.standardError = try FileHandle(forWritingTo: running.err)
    try process.run()
    return running
  }
}

/// Files that the tests read.
enum Fixtures {
  static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  static let package = tests.deletingLastPathComponent().deletingLastPathComponent()

  static var rules: URL { tests.appendingPathComponent("Rules") }
  static var transcripts: URL { tests.appendingPathComponent("Transcripts") }
}
