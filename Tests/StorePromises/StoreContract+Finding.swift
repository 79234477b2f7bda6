import Engine
import TestKit
import Testing

extension StoreContract {
  static let finding = [
    StoreContract("a request is found by those who may have to sign, step by step") { open in
      var (store, scribe) = try asked(open)
      func waiting(_ addressee: Addressee) throws -> [RequestID] {
        try store.requests(awaiting: [addressee])
      }
      #expect(try waiting(.person("chen")) == ["R-1"])
      // Later steps are addressed too: their signers stand in when everybody before is barred.
      #expect(try waiting(.role("executive")) == ["R-1"])
      #expect(try waiting(.above("ada")) == ["R-1"])
      #expect(try waiting(.person("ada")) == [])
      #expect(try store.peopleWithSuperiorsAddressed() == ["ada"])

      try scribe.write(
        .project("P-1"), [Samples.signing("R-1", 0, by: "chen"), Samples.asking("R-1", 1)],
        to: store)
      #expect(try waiting(.person("chen")) == [])
      #expect(try waiting(.role("sales_director")) == ["R-1"])
      #expect(try store.peopleWithSuperiorsAddressed().sorted() == ["ada", "chen"])

      try scribe.write(
        .project("P-1"), [.request(.withdrawn(request: "R-1", comment: ""))], to: store)
      #expect(try waiting(.role("sales_director")) == [])
      #expect(try store.peopleWithSuperiorsAddressed() == [])
      #expect(try store.request("R-1")?.request.status == .withdrawn)
      #expect(try store.project("P-1")?.requests == [:])
    },
    StoreContract("several addressees find each request once, in the order of their numbers") {
      open in
      var (store, scribe) = try founded(open)
      try scribe.write(.project("P-1"), Samples.opening("P-1"), to: store)
      for number in 1...11 {
        try scribe.write(
          .project("P-1"), Samples.submission(RequestID("R-\(number)"), on: "P-1"), to: store)
      }
      let found = try store.requests(
        awaiting: [.person("chen"), .role("executive"), .person("chen"), .person("nobody")])
      #expect(found == (1...11).map { RequestID("R-\($0)") })
      #expect(try store.requests(awaiting: []) == [])
    },
    StoreContract("whoever takes over a role of the project finds its open requests") { open in
      var (store, scribe) = try asked(open)
      try scribe.write(
        .project("P-1"), [.project(.appointed(role: "sponsor", people: ["zhou"]))], to: store)
      #expect(try store.requests(awaiting: [.person("zhou")]) == ["R-1"])
      #expect(try store.requests(awaiting: [.person("chen")]) == [])
    },
    StoreContract("an addressee is matched whole, whatever characters are in it") { open in
      var (store, scribe) = try founded(open)
      try scribe.write(
        .project("P-1"), Samples.opening("P-1", holder: "o'neil%_\u{1F600}"), to: store)
      try scribe.write(.project("P-1"), Samples.submission("R-1", on: "P-1"), to: store)
      #expect(try store.requests(awaiting: [.person("o'neil%_\u{1F600}")]) == ["R-1"])
      #expect(try store.requests(awaiting: [.person("o'neil%_")]) == [])
      #expect(try store.requests(awaiting: [.person("%")]) == [])
    },
    StoreContract("projects are listed in the order of their numbers, page by page") { open in
      var (store, scribe) = try founded(open)
      for number in 1...12 {
        try scribe.write(
          .project(ProjectID("P-\(number)")),
          Samples.opening(ProjectID("P-\(number)"), title: "项目 \(number)"), to: store)
      }
      try scribe.write(.project("P-9"), [.project(.moved(to: "closed"))], to: store)
      #expect(try store.projects(after: nil, limit: 2).map(\.id) == ["P-1", "P-2"])
      let page = try store.projects(after: "P-8", limit: 3)
      #expect(page.map(\.id) == ["P-9", "P-10", "P-11"])
      #expect(
        page[0]
          == ProjectLine(
            id: "P-9", title: "项目 9", stage: "closed", workflow: "presales", policy: "standard"))
      #expect(try store.projects(after: "P-12", limit: 3) == [])
      #expect(try store.nextProject() == "P-13")
    },
    StoreContract("requests of a project are listed, ended ones too, the latest first") { open in
      var (store, scribe) = try asked(open)
      try scribe.write(
        .project("P-1"), [.request(.withdrawn(request: "R-1", comment: ""))], to: store)
      try scribe.write(.project("P-2"), Samples.opening("P-2"), to: store)
      try scribe.write(.project("P-2"), Samples.submission("R-2", on: "P-2"), to: store)
      try scribe.write(.project("P-1"), Samples.submission("R-3", on: "P-1"), to: store)
      let requests = try store.requests(of: "P-1", limit: 10)
      #expect(requests.map(\.id) == ["R-3", "R-1"])
      #expect(requests.map(\.status) == [.pending, .withdrawn])
      #expect(try store.requests(of: "P-1", limit: 1).map(\.id) == ["R-3"])
      #expect(try store.requests(of: "P-3", limit: 1) == [])
    },
  ]
}
