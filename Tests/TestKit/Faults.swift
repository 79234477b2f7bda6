import Foundation

/// Lets a process that writes in a folder die or meet a disk error at a given write: `Tests/Faults/faults.c`.
public struct Faults: Sendable {
  private let library: String

  public enum Problem: Error, CustomStringConvertible {
    case compiler(String)
    public var description: String {
      switch self {
      case .compiler(let message): "faults.c cannot be compiled: \(message)"
      }
    }
  }

  /// Compiles the library, once for each run of the tests.
  public init() throws { library = try Self.compiled.get() }

  private static let compiled = Result {
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Faults/faults.c").standardized.path
    let library = FileManager.default.temporaryDirectory
      .appendingPathComponent("tollgate-faults-\(ProcessInfo.processInfo.processIdentifier).so")
      .path
    let result = try Program(path: "/usr/bin/env").run(
      ["clang", "-O1", "-shared", "-fPIC", "-o", library, source, "-ldl"])
    guard result.status == 0 else { throw Problem.compiler(result.errors) }
    atexit { Faults.removeLibrary() }
    return library
  }

  private static func removeLibrary() {
    if case .success(let library) = compiled { unlink(library) }
  }

  /// Of a process whose `moment`-th write in the folder, from 1, meets the fault; 0 meets none.
  public func environment(_ folder: TemporaryFolder, fault: String, at moment: Int) -> [String:
    String]
  {
    [
      "LD_PRELOAD": library, "FAULT_FOLDER": folder.url.path, "FAULT_KIND": fault,
      "FAULT_AT": "\(moment)", "FAULT_LOG": Self.log(folder),
    ]
  }

  /// Of a process whose every write in the folder is kept in a file, to be done again; see ``DiskTrace``.
  public func tracing(_ folder: TemporaryFolder, to trace: String) -> [String: String] {
    ["LD_PRELOAD": library, "FAULT_FOLDER": folder.url.path, "FAULT_TRACE": trace]
  }

  /// What was written in the folder since the last reset, as `call name`.
  public func calls(_ folder: TemporaryFolder) throws -> [String] {
    guard let text = try? String(contentsOfFile: Self.log(folder), encoding: .utf8) else {
      return []
    }
    return text.split(separator: "\n").map(String.init)
  }

  /// Empties the folder and the log; the workspace file then holds the bytes, or is absent where they are nil.
  public func reset(_ folder: TemporaryFolder, to bytes: Data?, keepingFile: Bool = false) throws {
    let manager = FileManager.default
    try? manager.removeItem(atPath: Self.log(folder))
    guard !keepingFile else { return }
    for name in try manager.contentsOfDirectory(atPath: folder.url.path) {
      try manager.removeItem(atPath: folder.path(name))
    }
    if let bytes { try bytes.write(to: URL(fileURLWithPath: folder.path("workspace.sqlite"))) }
  }

  /// Beside the folder: what the log itself writes is no event in it.
  private static func log(_ folder: TemporaryFolder) -> String { folder.url.path + ".log" }
}
