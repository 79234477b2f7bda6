import Diagnostics
import Engine
import Foundation
import PolicyFiles
import TestKit
import Testing

@testable import Delivery

/// Webhooks against a server in Python, which checks signatures with Python's own `hmac`.
@Suite(.serialized) struct Webhooks {
  /// Answers with the next of the given codes, then 200, and writes down what it got and whether the signature was right.
  private static let server = """
    import base64, hashlib, hmac, http.server, json, sys
    out, key, codes = sys.argv[1], base64.b64decode(sys.argv[2]), [int(c) for c in sys.argv[3:]]
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            id, at = self.headers["webhook-id"], self.headers["webhook-timestamp"]
            right = base64.b64encode(
                hmac.new(key, f"{id}.{at}.".encode() + body, hashlib.sha256).digest()).decode()
            given = self.headers["webhook-signature"].split(" ")
            code = codes.pop(0) if codes else 200
            with open(out, "a") as file:
                file.write(json.dumps({
                    "verified": any(hmac.compare_digest(g, "v1," + right) for g in given),
                    "signatures": len(given), "id": id, "timestamp": at, "code": code,
                    "type": self.headers["Content-Type"], "path": self.path,
                    "headers": sorted(name.lower() for name in self.headers),
                    "body": json.loads(body)}) + "\\n")
            self.send_response(code)
            self.end_headers()
        def log_message(self, *arguments): pass
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    with open(out + ".port", "w") as file: file.write(str(server.server_port) + "\\n")
    server.serve_forever()
    """

  private static let key = Data((1...32).map { UInt8($0) }).base64EncodedString()

  /// A server that runs while `work` does.
  private func withServer(
    codes: [Int] = [],
    _ work: (_ port: Int, _ requests: () throws -> [[String: Any]]) throws ->
      Void
  ) throws {
    guard try Python.program() != nil else { return }
    try TemporaryFolder.with { folder in
      let out = folder.path("requests.jsonl")
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["python3", "-c", Self.server, out, Self.key] + codes.map(String.init)
      try process.run()
      defer {
        // Not SIGTERM: what threads of the test block, their children do too.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }
      var port: Int?
      for _ in 0..<600 where port == nil {
        usleep(50_000)
        let text = try? String(contentsOfFile: out + ".port", encoding: .utf8)
        port = text.flatMap { $0.hasSuffix("\n") ? Int($0.dropLast()) : nil }
      }
      try work(try #require(port, "the server did not start")) {
        guard let text = try? String(contentsOfFile: out, encoding: .utf8) else { return [] }
        return try text.split(separator: "\n").map {
          try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
      }
    }
  }

  private func document(_ port: Int, path: String = "/hook?a=1&b=[2]") -> String {
    """
    notify: acme
    sinks:
      hook: {webhook: "http://127.0.0.1:\(port)\(path)", secret: {env: HOOK}, timeout: 10 seconds}
    give_up_after: 10 minutes
    """
  }

  @Test func areSignedSoThatAnotherReaderCanCheckThem() throws {
    try withServer { port, requests in
      let clock = TestClock()
      let store = try store([notification(why: Bilingual("say \"hi\" \\ <b>", zh: "“好”"))])
      let results = try deliverer(
        store, document(port), clock: clock, environment: ["HOOK": "whsec_\(Self.key)"]
      ).deliverAll()
      #expect(results.map(\.outcome) == [.delivered(at: clock.now)])
      let all = try requests()
      let request = try #require(all.first)
      #expect(all.count == 1)
      #expect(request["verified"] as? Bool == true)
      #expect(request["id"] as? String == "P-1.12.1")
      #expect(request["timestamp"] as? String == "1800000000")
      #expect(request["type"] as? String == "application/cloudevents+json; charset=utf-8")
      #expect(request["path"] as? String == "/hook?a=1&b=[2]")
      let body = try #require(request["body"] as? [String: Any])
      #expect(body["id"] as? String == "P-1.12.1")
      let why = (body["data"] as? [String: Any])?["why"] as? [String: String]
      #expect(why?["en"] == "say \"hi\" \\ <b>")
    }
  }

  @Test func anotherKeyDoesNotVerifyAndOneOfTwoDoes() throws {
    try withServer { port, requests in
      let clock = TestClock()
      for secret in [
        "whsec_" + Data(repeating: 7, count: 32).base64EncodedString(),
        "an old secret of ours\nwhsec_\(Self.key)\n",
      ] {
        _ = try deliverer(
          try store([notification()]), document(port), clock: clock, environment: ["HOOK": secret]
        ).deliverAll()
      }
      #expect(try requests().map { $0["verified"] as? Bool } == [false, true])
      #expect(try requests().map { $0["signatures"] as? Int } == [1, 2])
    }
  }

  @Test func areTriedAgainLaterEachTimeAndGivenUpAfterTheTimeSaid() throws {
    try withServer(codes: Array(repeating: 503, count: 20)) { port, requests in
      let clock = TestClock()
      let store = try store([notification()])
      let deliverer = try deliverer(
        store, document(port), clock: clock, environment: ["HOOK": "whsec_\(Self.key)"])
      var waits: [Int64] = []
      var last = clock.now
      while store.outbox(.dead, limit: 1).isEmpty, waits.count < 20 {
        let results = try deliverer.deliverAll()
        if !results.isEmpty {
          waits.append(clock.now.seconds - last.seconds)
          last = clock.now
        }
        clock.wait(1)
      }
      // Half of 30 s, 1 min, 2 min, 4 min (no chance here), within ten minutes: 0, 15, 30, 60, 120, 240.
      #expect(waits == [0, 15, 30, 60, 120, 240])
      let dead = try #require(store.outbox(.dead, limit: 1).first)
      #expect(dead.problem == "hook: the server answered 503")
      #expect(dead.attempts == 6)
      #expect(Set(try requests().map { $0["id"] as? String }) == ["P-1.12.1"])
      #expect(try requests().allSatisfy { $0["verified"] as? Bool == true })
      // Once it is let go again it has its ten minutes anew.
      store.retryNotifications([dead.position], at: clock.now)
      #expect(try deliverer.deliverAll().count == 1)
      #expect(store.outbox(.pending, limit: 1).first?.attempts == 1)
    }
  }

  @Test func aRedirectionIsNotFollowed() throws {
    try withServer(codes: [302]) { port, requests in
      let clock = TestClock()
      let store = try store([notification()])
      _ = try deliverer(
        store, document(port), clock: clock, environment: ["HOOK": "whsec_\(Self.key)"]
      ).deliverAll()
      #expect(try requests().count == 1)
      #expect(store.outbox(.pending, limit: 1).first?.problem == "hook: the server answered 302")
    }
  }

  @Test func whereNobodyListensItIsTriedAgain() throws {
    let clock = TestClock()
    let store = try store([notification()])
    let results = try deliverer(
      store, document(1), clock: clock, environment: ["HOOK": "whsec_\(Self.key)"]
    ).deliverAll()
    #expect(results.count == 1)
    let problem = try #require(store.outbox(.pending, limit: 1).first?.problem)
    #expect(problem.hasPrefix("hook: curl exited with 7"))
  }

  @Test(arguments: ["", "short", "whsec_", "whsec_not base64", "whsec_====", "whsec_c2hvcnQ="])
  func withoutAGoodSecretNothingIsSent(secret: String) throws {
    let store = try store([notification()])
    #expect(throws: DeliveryProblem.self) {
      try deliverer(store, document(1), clock: TestClock(), environment: ["HOOK": secret])
    }
    #expect(throws: DeliveryProblem.self) {
      try deliverer(store, document(1), clock: TestClock())
    }
    #expect(store.outbox(.pending, limit: 9).map(\.attempts) == [0])
  }

  /// A `curl` of our own writes down how it was called: nothing secret stands in its arguments or environment.
  @Test func noSecretIsSeenByWhoeverListsProcesses() throws {
    try TemporaryFolder.with { folder in
      let script = """
        #!/bin/sh
        { echo "$@"; env; } > '\(folder.path("seen"))'
        cat > '\(folder.path("stdin"))'
        printf 200
        """
      try script.write(toFile: folder.path("curl"), atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: folder.path("curl"))
      let tollgate = try #require(Program("tollgate"))
      let workspace = folder.path("w.sqlite")
      let environment = [
        "PATH": "\(folder.url.path):/usr/bin:/bin", "HOOK": "hunter2-hunter2-hunter2",
        "TOLLGATE_WORKSPACE": workspace, "LANG": "C",
      ]
      func run(_ arguments: String...) throws -> Program.Result {
        let result = try tollgate.run(arguments, environment: environment)
        #expect(result.status == 0, "\(arguments): \(result.errors)")
        return result
      }
      _ = try run("init", "--trial", "--admin", "ada")
      let people = folder.path("people.csv")
      try "id,name\nli,Li\n".write(toFile: people, atomically: true, encoding: .utf8)
      _ = try run("people", "import", people)
      _ = try run("people", "appoint", "li", "administrator")
      try document(1, path: "/token-hunter3").write(
        toFile: folder.path("notify.yaml"), atomically: true, encoding: .utf8)
      let said = try run("deliver")
      let seen = try String(contentsOfFile: folder.path("seen"), encoding: .utf8)
      #expect(seen.contains("-q --config -"))
      #expect(!seen.contains("hunter"), "neither the secret nor the address")
      #expect(!seen.contains("v1,"), "nor a signature")
      let stdin = try String(contentsOfFile: folder.path("stdin"), encoding: .utf8)
      #expect(stdin.contains("token-hunter3") && !stdin.contains("hunter2"))
      #expect(!said.output.contains("hunter"))
      #expect(
        try !run("outbox", "list", "--state", "delivered", "--json").output.contains("hunter"))
    }
  }
}
