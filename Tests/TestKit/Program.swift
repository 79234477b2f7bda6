import Foundation

/// A program that stands beside the tests in the build folder, run as a process of its own.
public struct Program: Sendable {
  public let path: String

  /// nil when it has not been built.
  public init?(_ name: String) {
    guard let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    else { return nil }
    path = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent(name).path
    guard FileManager.default.isExecutableFile(atPath: path) else { return nil }
  }

  public init(path: String) { self.path = path }

  public struct Result: Sendable {
    /// The exit code, or the negative of the signal that ended it.
    public let status: Int32
    public let output: String
    public let errors: String
  }

  /// Starts it; `finish` waits for its end.
  public func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Running {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (output, errors) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    return Running(process: process, output: output, errors: errors)
  }

  public func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
    try start(arguments, environment: environment).finish()
  }

  public struct Running {
    let process: Process
    let output: Pipe
    let errors: Pipe

    /// Ends it at once.
    public func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

    public func finish() -> Result {
      let text = output.fileHandleForReading.readDataToEndOfFile()
      let messages = errors.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      let isSignal = process.terminationReason == .uncaughtSignal
      return Result(
        status: isSignal ? -process.terminationStatus : process.terminationStatus,
        output: String(decoding: text, as: UTF8.self),
        errors: String(decoding: messages, as: UTF8.self))
    }
  }
}
