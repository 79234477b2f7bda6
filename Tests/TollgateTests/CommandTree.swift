import Foundation

/// The program's commands with their options, as it tells them itself.
struct CommandTree: Decodable {
  private struct Dump: Decodable { let command: CommandTree }

  struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }
    let names: [Name]?
  }

  let commandName: String
  let aliases: [String]?
  let arguments: [Argument]?
  let subcommands: [CommandTree]?

  /// That of the program.
  static func told(by program: Program) throws -> CommandTree {
    let dump = try program.run(["--experimental-dump-help"]).out
    return try JSONDecoder().decode(Dump.self, from: Data(dump.utf8)).command
  }

  /// `-m`, `--comment`.
  var options: Set<String> {
    Set(
      (arguments ?? []).flatMap { $0.names ?? [] }.map {
        ($0.kind == "long" ? "--" : "-") + $0.name
      })
  }

  /// Its own and those of all below it.
  var allOptions: Set<String> {
    (subcommands ?? []).reduce(options) { $0.union($1.allOptions) }
  }

  subscript(name: String) -> CommandTree? {
    subcommands?.first { $0.commandName == name || $0.aliases?.contains(name) == true }
  }

  /// What a command line names that is not there; nil: nothing. `words` come after `tollgate`.
  func missing(in words: [String]) -> String? {
    var node = self
    var rest = words[...]
    while node.subcommands?.isEmpty == false, let word = rest.first, !word.hasPrefix("-") {
      // `report|confirm`: each of them, and on with the first.
      let names = word.split(separator: "|").map(String.init)
      if let unknown = names.first(where: { node[$0] == nil }) { return unknown }
      guard let next = names.first.flatMap({ node[$0] }) else { break }
      node = next
      rest = rest.dropFirst()
    }
    let known = node.options.union(options)
    return rest.map { String($0.prefix { $0 != "=" }) }.first {
      $0.wholeMatch(of: #/-[a-z]|--[a-z][a-z-]*/#) != nil && !known.contains($0)
        && !($0 == "--generate-completion-script" && node.commandName == commandName)
    }
  }
}
