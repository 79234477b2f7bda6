import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program run to its end with an input, without a shell, and with a limit on its time.
struct ChildProcess {
  enum End: Equatable {
    case exited(Int32)
    case signalled(Int32)
    /// It took too long and was killed, with all that it had started.
    case timedOut
    /// There is no such program, or the system let it not run.
    case notStarted(String)

    /// From what wait(2) tells: a signal in the low seven bits, else the code above them.
    init(_ status: Int32) {
      let signal = status & 0x7F
      self = signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
    }
  }

  let end: End
  /// At most the first 4 kB of what it wrote, on standard output and on standard error.
  let output: String
  let errors: String

  private static let outputLimit = 4096

  /// Runs `argv`, found by `$PATH`, in an environment without the variables of `secrets`.
  static func run(_ argv: [String], input: String, seconds: Int, secrets: Set<String>)
    -> ChildProcess
  {
    // A program that does not read its input is no reason for this one to die.
    signal(SIGPIPE, SIG_IGN)
    var pid: pid_t = 0
    // One at a time: a pipe that is inherited before it is marked would be held open by a stranger.
    let pipes: (stdin: Int32, stdout: Int32, stderr: Int32)
    do throws(SystemError) {
      pipes = try starting.withLock { _ throws(SystemError) in try start(argv, secrets, &pid) }
    } catch {
      return ChildProcess(
        end: .notStarted(String(cString: strerror(error.code))), output: "", errors: "")
    }
    var exchange = Exchange(
      pid: pid, input: Array(input.utf8), deadline: now() + Int64(seconds) * 1000)
    exchange.run(pipes.stdin, [pipes.stdout, pipes.stderr])
    let end = exchange.end ?? wait(for: pid, until: exchange.deadline)
    return ChildProcess(
      end: end, output: String(decoding: exchange.texts[0], as: UTF8.self),
      errors: String(decoding: exchange.texts[1], as: UTF8.self))
  }

  private static let starting = Mutex(())

  private struct SystemError: Error {
    let code: Int32
  }

  /// Our ends of the pipes to a program that has been started.
  private static func start(_ argv: [String], _ secrets: Set<String>, _ pid: inout pid_t)
    throws(SystemError) -> (stdin: Int32, stdout: Int32, stderr: Int32)
  {
    guard let stdin = Pipe(), let stdout = Pipe(), let stderr = Pipe() else {
      throw SystemError(code: errno)
    }
    let code = spawn(argv, stdin, stdout, stderr, secrets, &pid)
    for end in [stdin.read, stdout.write, stderr.write] { close(end) }
    guard code == 0 else {
      for end in [stdin.write, stdout.read, stderr.read] { close(end) }
      throw SystemError(code: code)
    }
    return (stdin.write, stdout.read, stderr.read)
  }

  private struct Pipe {
    let read: Int32
    let write: Int32

    init?() {
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { return nil }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      (read, write) = (ends[0], ends[1])
    }
  }

  private static func spawn(
    _ argv: [String], _ stdin: Pipe, _ stdout: Pipe, _ stderr: Pipe, _ secrets: Set<String>,
    _ pid: inout pid_t
  ) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, stdin.read, 0)
    posix_spawn_file_actions_adddup2(&actions, stdout.write, 1)
    posix_spawn_file_actions_adddup2(&actions, stderr.write, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own, so that it can be ended with its children; no ignored or blocked signals inherited from us.
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for number in [SIGPIPE, SIGXFSZ, SIGINT, SIGTERM] { sigaddset(&defaults, number) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(
        POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var arguments: [UnsafeMutablePointer<CChar>?] = argv.map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] = variables(without: secrets) + [nil]
    defer { for text in arguments + environment { free(text) } }
    return posix_spawnp(&pid, argv[0], &actions, &attributes, &arguments, &environment)
  }

  private static func variables(without secrets: Set<String>) -> [UnsafeMutablePointer<CChar>?] {
    var variables: [UnsafeMutablePointer<CChar>?] = []
    var next = environ
    while let entry = next.pointee {
      let name = String(cString: entry).prefix { $0 != "=" }
      if !secrets.contains(String(name)) { variables.append(strdup(entry)) }
      next += 1
    }
    return variables
  }

  /// Waits for the end; kills at the deadline.
  private static func wait(for pid: pid_t, until deadline: Int64) -> End {
    var status: Int32 = 0
    while true {
      let ended = waitpid(pid, &status, WNOHANG)
      if ended == pid { break }
      if ended < 0, errno != EINTR { return .notStarted(String(cString: strerror(errno))) }
      guard now() < deadline else {
        kill(-pid, SIGKILL)
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return .timedOut
      }
      usleep(2000)
    }
    return End(status)
  }

  /// Milliseconds of a clock that nobody sets.
  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec / 1_000_000)
  }

  /// Gives the input and takes the outputs at once, since a program may do either first.
  private struct Exchange {
    let pid: pid_t
    let input: [UInt8]
    let deadline: Int64
    var texts: [[UInt8]] = [[], []]
    /// nil: it has not been seen to end.
    var end: End?

    init(pid: pid_t, input: [UInt8], deadline: Int64) {
      self.pid = pid
      self.input = input
      self.deadline = deadline
    }

    mutating func run(_ writer: Int32, _ readers: [Int32]) {
      _ = fcntl(writer, F_SETFL, O_NONBLOCK)
      var (given, isGiving, open) = (0, true, Set(readers))
      defer {
        if isGiving { close(writer) }
        for reader in open { close(reader) }
      }
      while !open.isEmpty || isGiving {
        let left = deadline - ChildProcess.now()
        guard left > 0 else { return }
        var polled = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        if isGiving { polled.append(pollfd(fd: writer, events: Int16(POLLOUT), revents: 0)) }
        let ready = poll(&polled, nfds_t(polled.count), Int32(min(left, 50)))
        if ready == 0, hasEnded() { return }
        guard ready > 0 else { continue }
        for entry in polled where entry.revents != 0 {
          if entry.fd == writer {
            isGiving = give(to: writer, &given)
            if !isGiving { close(writer) }
          } else if !take(from: entry.fd, readers.firstIndex(of: entry.fd) ?? 0) {
            close(entry.fd)
            open.remove(entry.fd)
          }
        }
      }
    }

    /// Whether it is over although somebody holds its outputs open: a mail program may leave a child behind.
    private mutating func hasEnded() -> Bool {
      var status: Int32 = 0
      guard waitpid(pid, &status, WNOHANG) == pid else { return false }
      end = End(status)
      return true
    }

    /// False: all is given, or nobody reads.
    private func give(to writer: Int32, _ given: inout Int) -> Bool {
      let count = input[given...].withUnsafeBytes { write(writer, $0.baseAddress, $0.count) }
      if count < 0 { return errno == EINTR || errno == EAGAIN }
      given += count
      return given < input.count
    }

    /// False: the other end is closed.
    private mutating func take(from reader: Int32, _ index: Int) -> Bool {
      var chunk = [UInt8](repeating: 0, count: 4096)
      let count = read(reader, &chunk, chunk.count)
      if count < 0 { return errno == EINTR }
      let room = ChildProcess.outputLimit - texts[index].count
      texts[index] += chunk.prefix(min(max(0, count), max(0, room)))
      return count > 0
    }
  }
}
