import Foundation
import Synchronization

/// A real PostgreSQL server for the tests of one process: on a Unix socket in a temporary folder, gone when they end.
public final class PostgresServer: Sendable {
  /// Where the socket is, and everything else.
  public let folder: URL
  private let programs: URL
  /// As long as this is open, the server runs: it ends with us, however we end.
  private let life: Pipe
  private let databases = Mutex(0)

  /// Started when first asked for. Throws when the server's programs are missing or it does not start.
  public static func shared() throws -> PostgresServer { try running.get() }
  private static let running = Result { try PostgresServer() }

  /// Where `initdb` and `postgres` are; nil: nowhere.
  public static let programs: URL? = {
    let manager = FileManager.default
    let debian = "/usr/lib/postgresql"
    let versions = ((try? manager.contentsOfDirectory(atPath: debian)) ?? [])
      .sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(debian)/\($0)/bin" }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = versions + path.split(separator: ":").map(String.init)
    return folders.first { folder in
      ["initdb", "postgres", "psql"].allSatisfy {
        manager.isExecutableFile(atPath: "\(folder)/\($0)")
      }
    }.map { URL(fileURLWithPath: $0) }
  }()

  /// Whether tests that need a server run: where there is one, and where every test must (`CI=true`).
  public static var isExpected: Bool {
    programs != nil || ProcessInfo.processInfo.environment["CI"] == "true"
  }

  public enum Failure: Error {
    case noPrograms
    case failed(String)
  }

  /// A server of its own, for a test that ends it.
  public init() throws {
    guard let programs = Self.programs else { throw Failure.noPrograms }
    self.programs = programs
    let memory = URL(fileURLWithPath: "/dev/shm", isDirectory: true)
    let parent =
      FileManager.default.isWritableFile(atPath: memory.path)
      ? memory : FileManager.default.temporaryDirectory
    folder = parent.appendingPathComponent("tollgate-pg-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    life = Pipe()
    let prefix = try Self.otherUser(owning: folder)
    let data = folder.appendingPathComponent("data").path
    try Self.run(
      prefix + [
        programs.appendingPathComponent("initdb").path, "-D", data, "-U", "tollgate",
        "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync",
      ])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments =
      [
        "-c",
        """
        folder=$1; shift
        cd "$folder" || exit 1
        "$@" >"$folder/log" 2>&1 &
        read -r _
        kill -INT $!
        # Not by waiting: whoever started this shell may have blocked the signal that it waits for.
        while [ -e "$folder/data/postmaster.pid" ]; do sleep 0.1; done
        rm -rf "$folder"
        """, "sh", folder.path,
      ] + prefix + [
        programs.appendingPathComponent("postgres").path, "-D", data, "-k", folder.path,
        "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=150",
        "-c", "restart_after_crash=on",
      ]
    process.standardInput = life
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<600 {
      if (try? query("SELECT 1")) != nil { return }
      usleep(50_000)
    }
    let log = try? String(contentsOf: folder.appendingPathComponent("log"), encoding: .utf8)
    throw Failure.failed("the server does not start: \(log ?? "")")
  }

  /// The name of a new, empty database.
  public func newDatabase() throws -> String {
    let name = databases.withLock { number in
      number += 1
      return "t\(number)"
    }
    try query("CREATE DATABASE \(name)")
    return name
  }

  public func address(of database: String) -> String {
    "postgres:///\(database)?host=\(folder.path)&user=tollgate"
  }

  /// What `psql` prints: columns apart by `|`, rows by line.
  @discardableResult
  public func query(_ sql: String, in database: String = "postgres") throws -> String {
    try Self.run([
      programs.appendingPathComponent("psql").path, "-X", "-q", "-A", "-t", "-v",
      "ON_ERROR_STOP=1", "-d", database.hasPrefix("postgres://") ? database : address(of: database),
      "-c", sql,
    ]).trimmingCharacters(in: .newlines)
  }

  /// A database as statements that make it anew, without what differs from server to server.
  public func dump(_ database: String) throws -> String {
    let text = try Self.run([
      programs.appendingPathComponent("pg_dump").path, "--inserts", "--no-owner",
      "--no-privileges", "--schema=tollgate", "-d", database,
    ])
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter {
        !$0.hasPrefix("--") && !$0.hasPrefix("\\") && !$0.hasPrefix("SET transaction_timeout")
      }
      .joined(separator: "\n")
  }

  public func restore(_ file: String, into database: String) throws {
    try Self.run([
      programs.appendingPathComponent("psql").path, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d",
      database, "-f", file,
    ])
  }

  /// The server refuses to run as root: what to run it through, as whom the folder then belongs to; empty: as ourselves.
  private static func otherUser(owning folder: URL) throws -> [String] {
    guard geteuid() == 0 else { return [] }
    for name in ["postgres", "nobody"] {
      guard let entry = getpwnam(name) else { continue }
      let (user, group) = (entry.pointee.pw_uid, entry.pointee.pw_gid)
      guard chown(folder.path, user, group) == 0 else { continue }
      return ["setpriv", "--reuid=\(user)", "--regid=\(group)", "--clear-groups"]
    }
    throw Failure.failed("there is no account to run a server as")
  }

  @discardableResult
  private static func run(_ command: [String]) throws -> String {
    let result = try Program(path: "/usr/bin/env").run(command)
    guard result.status == 0 else {
      throw Failure.failed("\(command.joined(separator: " ")): \(result.errors)")
    }
    return result.output
  }
}
