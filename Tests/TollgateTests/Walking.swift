import Foundation
import Synchronization
import TestKit

/// A walk under way.
struct Walking {
  private(set) var course = Walk.Course()
  private let root: URL
  private var shell: Shell
  private var folders = 0
  private var digest = "DIGEST"
  /// What the notes before a block say about it.
  private var notes: [String] = []

  init(folder: URL, language: String, server: String?) {
    root = folder
    var program = Program(folder: folder)
    program.language = language
    shell = Shell(program: program, person: nil, server: server)
  }

  /// A folder with what a clone of the repository has, and the small rules of the tests.
  mutating func furnish() throws {
    folders += 1
    let url = root.appendingPathComponent("\(folders)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    let folder = TemporaryFolder(url: url)
    try folder.copyRules()
    try folder.copyShippedRules()
    try FileManager.default.createSymbolicLink(
      at: url.appendingPathComponent("Scripts"),
      withDestinationURL: Fixtures.package.appendingPathComponent("Scripts"))
    move(to: url)
  }

  private mutating func move(to folder: URL) {
    var program = Program(folder: folder, now: shell.program.now)
    program.language = shell.program.language
    shell.program = program
  }

  mutating func take(_ part: Page.Part) throws {
    switch part {
    case .prose(let line): course.lines.append(line)
    case .note(let text):
      course.lines.append("<!-- \(text) -->")
      try obey(text)
    case .block(let kind, let lines):
      course.lines.append("```" + kind)
      if kind == "console" {
        try carryOut(lines)
      } else {
        course.lines += lines
        try keep(lines)
      }
      course.lines.append("```")
      notes = []
    }
  }

  private mutating func obey(_ note: String) throws {
    func value(_ key: String) -> String? {
      note.hasPrefix(key) ? String(note.dropFirst(key.count)) : nil
    }
    if let time = value("@ ") {
      shell.program.now = time
    } else if let person = value("as: ") {
      shell.person = person
    } else if let name = value("given: ") {
      try prepare(name)
    } else if let line = value("$ ") {
      let result = try run(line)
      if result.status != 0 { throw Walk.Failure.cannotPrepare("\(line)\n\(result.text)") }
    } else if note == "output not shown" || note == "each by itself" || note.hasPrefix("file: ")
      || note.hasPrefix("section of: ")
    {
      notes.append(note)
    } else {
      throw Walk.Failure.unknownNote(note)
    }
  }

  /// What a page of `Prepared` leaves behind: the workspace, and the time.
  private struct Prepared {
    let workspace: Data
    let now: String?
  }

  /// By name and language. Each is made once; the pages that are walked at the same time share it.
  private static let prepared = Mutex<[String: Prepared]>([:])

  /// Makes a folder in which the page of that name was carried out, every command of it with success.
  private mutating func prepare(_ name: String) throws {
    let key = "\(name) \(shell.program.language)"
    let known = Self.prepared.withLock { $0[key] }
    let prepared = try known ?? carryOut(prepared: name)
    Self.prepared.withLock { $0[key] = prepared }
    try furnish()
    shell.person = nil
    shell.program.now = prepared.now
    try prepared.workspace.write(to: workspace)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: workspace.path)
  }

  private var workspace: URL { shell.program.folder.appendingPathComponent("tollgate.sqlite") }

  private mutating func carryOut(prepared name: String) throws -> Prepared {
    try furnish()
    shell.person = nil
    let url = Fixtures.tests.appendingPathComponent("Prepared/\(name).md")
    let page = Page(name: name, text: try String(contentsOf: url, encoding: .utf8))
    let told = course
    course = Walk.Course()
    for part in page.parts { try take(part) }
    if course.lines.contains(where: { $0.hasPrefix("[exit ") }) {
      throw Walk.Failure.cannotPrepare("\(name):\n\(course.text)")
    }
    course = told
    return Prepared(workspace: try Data(contentsOf: workspace), now: shell.program.now)
  }

  /// Writes a block into the file that the note before it names.
  private func keep(_ lines: [String]) throws {
    for note in notes {
      guard let colon = note.range(of: ": ") else { continue }
      let url = shell.program.folder.appendingPathComponent(String(note[colon.upperBound...]))
      var text = lines.joined(separator: "\n") + "\n"
      if note.hasPrefix("section of: ") {
        text = Self.text(try String(contentsOf: url, encoding: .utf8), with: text)
      }
      try text.write(to: url, atomically: true, encoding: .utf8)
    }
  }

  /// A document with other sections; a section goes from a line that begins with its name to the next.
  private static func text(_ old: String, with new: String) -> String {
    func sections(_ text: String) -> [(name: Substring, text: String)] {
      text.split(separator: "\n").reduce(into: []) { sections, line in
        if let name = line.prefixMatch(of: #/[a-z_]+:/#) {
          sections.append((name.output, line + "\n"))
        } else if !sections.isEmpty {
          sections[sections.count - 1].text += line + "\n"
        }
      }
    }
    var all = sections(old)
    for section in sections(new) {
      if let index = all.firstIndex(where: { $0.name == section.name }) {
        all[index] = section
      } else {
        all.append(section)
      }
    }
    return all.map(\.text).joined()
  }

  private mutating func carryOut(_ lines: [String]) throws {
    let start = shell.program.folder
    for (command, printed) in Page.typed(lines) {
      course.lines += command.split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init)
      let line = String(command.dropFirst(2))
      if Walk.leftOut.contains(where: { line.hasPrefix($0.0) })
        || shell.server == nil && line.contains(Shell.address)
      {
        course.leftOut.append(line)
        course.lines += printed
        continue
      }
      if notes.contains("each by itself") {
        folders += 1
        let copy = root.appendingPathComponent("\(folders)")
        try FileManager.default.copyItem(at: start, to: copy)
        move(to: copy)
      }
      let result = try run(line)
      course.carriedOut += 1
      if result.status != 0 || !notes.contains("output not shown") {
        var printed = settled(result.text)
          .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if printed.last == "" { printed.removeLast() }
        course.lines += printed
      }
      if result.status != 0 { course.lines.append("[exit \(result.status)]") }
      move(to: start)
    }
  }

  private mutating func run(_ line: String) throws -> Program.Result {
    let result = try shell.run(line.replacing("DIGEST", with: digest))
    if let last = result.text.matches(of: #/\b[0-9a-f]{12}\b/#).last {
      digest = String(last.output)
    }
    return result
  }

  private func settled(_ text: String) -> String {
    Transcript.settled(text)
      .replacing(shell.program.folder.path + "/", with: "")
      .replacing(#/\bSHA256:[A-Za-z0-9+\/]{43}/#, with: "SHA256:…")
      .replacing("\r\n", with: "\n")
  }
}
