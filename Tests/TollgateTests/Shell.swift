import Foundation
import TestKit

/// Lines as people type them, carried out by `bash` in a folder, with the built program as `tollgate`.
struct Shell {
  /// The folder, the time and the language.
  var program: Program
  /// Who types: added as `--as` where a line does not say it; nil: the account that runs the tests.
  var person: String?
  /// The database of a server for the address that documents name; nil: there is no server.
  var server: String?

  /// What documents call the database of a company's server.
  static let address = "postgres://db.example/approvals"

  /// The program is `$0`.
  private static let preamble = """
    set -o pipefail
    tollgate() {
      local person=()
      if [[ -n $PERSON && $1 != store && $1 != --* && " $* " != *" --as "* ]]; then
        person=(--as "$PERSON")
      fi
      "$0" "${@//"$ADDRESS"/"$SERVER"}" "${person[@]}"
    }

    """

  func run(_ line: String) throws -> Program.Result {
    var started = program
    started.wrapper = ["/bin/bash", "-c", Self.preamble + line]
    return try started.run(
      [],
      environment: [
        "HOME": program.folder.path, "PERSON": person ?? "", "ADDRESS": Self.address,
        "SERVER": server ?? Self.address,
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      ])
  }
}
