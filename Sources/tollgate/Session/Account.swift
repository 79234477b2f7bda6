import Glibc

/// The operating system's name of the account that runs the program.
///
/// From the effective user id, never from `$USER` or `$LOGNAME`, which anybody may set.
enum Account {
  /// nil: the system knows no name for the id.
  static var current: String? {
    guard let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name else { return nil }
    return String(cString: name)
  }
}
