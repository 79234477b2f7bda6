import Engine
import Foundation
import PolicyFiles
import TestKit
import Testing

@testable import Delivery

@Suite struct CommandSinks {
  private func problem(_ argv: [String], timeout: Int = 20, _ letter: Letter = letter()) -> String?
  {
    let sink = CommandSink(
      argv: argv, from: MailAddress("t@example.org")!, timeout: timeout, secrets: ["HIDDEN"])
    do throws(DeliveryProblem) {
      try sink.send(letter)
      return nil
    } catch {
      return error.reason.en
    }
  }

  @Test func aProgramGetsTheMailOnItsInputAndNoShellIsInvolved() throws {
    try TemporaryFolder.with { folder in
      let file = folder.path("mail; $(id) `id`")
      #expect(problem(["tee", file]) == nil)
      let mail = try String(contentsOfFile: file, encoding: .utf8)
      #expect(
        mail
          == MailMessage(letter(), to: letter().address!, from: MailAddress("t@example.org")!).text)
    }
  }

  @Test func aFailureIsToldWithWhatTheProgramSaid() {
    #expect(
      problem(["/bin/sh", "-c", "cat >/dev/null; echo 'mailbox \u{1B}[31m full' >&2; exit 75"])
        == "`/bin/sh` exited with 75: mailbox \\u{1B}[31m full")
    #expect(problem(["/bin/sh", "-c", "kill -9 $$"]) == "`/bin/sh` was ended by signal 9")
    #expect(
      problem(["/nowhere/sendmail"])
        == "`/nowhere/sendmail` cannot be run: No such file or directory")
  }

  @Test func aProgramThatReadsNothingIsNoReasonToDie() {
    let long = letter(notification(why: .init(verbatim: String(repeating: "x", count: 1_000_000))))
    #expect(problem(["true"], long) == nil)
    #expect(problem(["false"], long) == "`false` exited with 1")
  }

  @Test func aProgramThatTakesTooLongIsEndedWithItsChildren() throws {
    try TemporaryFolder.with { folder in
      let file = folder.path("alive")
      let start = Date()
      // The child would write after three seconds, if it still were.
      #expect(
        problem(["/bin/sh", "-c", "(sleep 3; echo x > '\(file)') & sleep 30"], timeout: 1)
          == "`/bin/sh` took longer than 1 seconds")
      #expect(Date().timeIntervalSince(start) < 3)
      sleep(4)
      #expect(!FileManager.default.fileExists(atPath: file))
    }
  }

  @Test func aChildThatIsLeftBehindDoesNotHoldUpTheNext() {
    let start = Date()
    #expect(problem(["/bin/sh", "-c", "cat >/dev/null; sleep 15 & exit 0"]) == nil)
    #expect(Date().timeIntervalSince(start) < 10)
  }

  @Test func whoHasNoAddressIsNamed() {
    let lost = Letter(
      notification(), name: .init(verbatim: "Chen"), language: .english, workspace: "a",
      address: nil)
    #expect(problem(["true"], lost) == "`chen` has no mail address in notify.yaml")
  }

  @Test func aProgramDoesNotSeeSecretVariables() throws {
    try TemporaryFolder.with { folder in
      setenv("HIDDEN", "hunter2", 1)
      setenv("SHOWN", "yes", 1)
      defer {
        unsetenv("HIDDEN")
        unsetenv("SHOWN")
      }
      #expect(problem(["/bin/sh", "-c", "env > '\(folder.path("env"))'"]) == nil)
      let seen = try String(contentsOfFile: folder.path("env"), encoding: .utf8)
      #expect(seen.contains("SHOWN=yes") && !seen.contains("HIDDEN"))
    }
  }
}

@Suite struct FileSinks {
  @Test func linesAreAppendedWholeAndATornOneStaysAlone() throws {
    try TemporaryFolder.with { folder in
      let path = folder.path("n.jsonl")
      try "{\"torn".write(toFile: path, atomically: true, encoding: .utf8)
      for id: NotificationID in ["P-1.1.1", "P-1.1.2"] {
        try FileSink(path: path).send(letter(notification(id)))
      }
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == 4)
      #expect(lines[0] == "{\"torn" && lines[3] == "")
      for line in lines[1...2] {
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
      }
    }
  }

  @Test func aFullDiskAndAMissingFolderAreTold() throws {
    #expect(
      throws: DeliveryProblem(
        "`/dev/full` cannot be written: No space left on device",
        zh: "无法写入 `/dev/full`：No space left on device")
    ) {
      try FileSink(path: "/dev/full").send(letter())
    }
    #expect(throws: DeliveryProblem.self) {
      try FileSink(path: "/nowhere/n.jsonl").send(letter())
    }
  }

  @Test func manyAtOnceDoNotMixTheirLines() throws {
    try TemporaryFolder.with { folder in
      let path = folder.path("n.jsonl")
      _ = try (0..<8).inParallel { writer in
        for turn in 0..<20 {
          try FileSink(path: path).send(
            letter(notification(NotificationID("P-\(writer).\(turn).1"))))
        }
      }
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      let ids = try lines.map { line in
        (try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["id"]
          as? String
      }
      #expect(Set(ids).count == 160 && ids.count == 160)
    }
  }
}
