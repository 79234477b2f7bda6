import Engine
import TestKit
import Testing

extension StoreContract {
  /// Four eyes: constraints that hold although whoever made the batch believed it was right.
  static let signing = [
    StoreContract("a place is filled once in a round") { open in
      var (store, scribe) = try asked(open)
      try scribe.write(.project("P-1"), [Samples.signing("R-1", 0, by: "chen")], to: store)
      for event in [Samples.signing("R-1", 0, by: "wang"), Samples.concluding("R-1", 0, 0)] {
        try expectConflict(try scribe.batch(.project("P-1"), [event]), store, scribe)
      }
    },
    StoreContract("a human signs once in a round") { open in
      var (store, scribe) = try asked(open)
      try scribe.write(.project("P-1"), [Samples.signing("R-1", 0, by: "chen")], to: store)
      let again = try scribe.batch(.project("P-1"), [Samples.signing("R-1", 1, by: "chen")])
      try expectConflict(again, store, scribe)
      let twice = try scribe.batch(
        .project("P-1"),
        [Samples.signing("R-1", 1, 0, by: "wang"), Samples.signing("R-1", 1, 1, by: "wang")])
      try expectConflict(twice, store, scribe)
    },
    StoreContract("a machine may conclude several places, for it is no human") { open in
      var (store, scribe) = try asked(open)
      try scribe.write(
        .project("P-1"),
        [
          Samples.signing("R-1", 0, by: "chen"), Samples.concluding("R-1", 1, 0),
          Samples.concluding("R-1", 1, 1),
        ], to: store)
      try expectExactly(scribe, store)
    },
    StoreContract("whoever signed may sign again after a return to the submitter") { open in
      var (store, scribe) = try asked(open)
      try scribe.write(.project("P-1"), [Samples.signing("R-1", 0, by: "chen")], to: store)
      try scribe.write(.project("P-1"), [Samples.returning("R-1", to: nil)], to: store)
      let resubmitted = Event.request(
        .resubmitted(
          request: "R-1", content: [:], reason: "", contentDigest: Samples.digest,
          route: Samples.route))
      try scribe.write(.project("P-1"), [resubmitted, Samples.asking("R-1", 0)], to: store)
      try scribe.write(.project("P-1"), [Samples.signing("R-1", 0, by: "chen")], to: store)
      try expectExactly(scribe, store)
    },
    StoreContract("a signature that a return left standing still counts as that human's") { open in
      var (store, scribe) = try asked(open)
      try scribe.write(
        .project("P-1"),
        [Samples.signing("R-1", 0, by: "chen"), Samples.signing("R-1", 1, 0, by: "li")], to: store)
      try scribe.write(
        .project("P-1"), [Samples.returning("R-1", to: 1), Samples.asking("R-1", 1)], to: store)
      // Step 0 stands, step 1 is open again: li may sign there anew, chen nowhere.
      let chen = try scribe.batch(.project("P-1"), [Samples.signing("R-1", 1, 0, by: "chen")])
      try expectConflict(chen, store, scribe)
      let over = try scribe.batch(.project("P-1"), [Samples.signing("R-1", 0, 0, by: "zhao")])
      try expectConflict(over, store, scribe)
      try scribe.write(.project("P-1"), [Samples.signing("R-1", 1, 0, by: "li")], to: store)
      // The next return carries both on, those written before it in its own batch too.
      try scribe.write(
        .project("P-1"),
        [Samples.signing("R-1", 1, 1, by: "wang"), Samples.returning("R-1", to: 2)], to: store)
      for human: PersonID in ["chen", "li", "wang"] {
        let again = try scribe.batch(.project("P-1"), [Samples.signing("R-1", 2, by: human)])
        try expectConflict(again, store, scribe)
      }
      try scribe.write(.project("P-1"), [Samples.signing("R-1", 2, by: "zhao")], to: store)
    },
    StoreContract("requests of the workspace have four eyes too") { open in
      var (store, scribe) = try founded(open)
      let subject = Request.Subject.publish(
        "standard", workflow: "presales", rulebook: Samples.rulebookDigest)
      try scribe.write(
        .workspace,
        [
          .request(
            .submitted(
              request: "R-1", subject: subject, content: [:], reason: "",
              contentDigest: Samples.digest, rulebook: Samples.rulebookDigest,
              route: Samples.route)), Samples.asking("R-1", 0),
        ], to: store)
      try scribe.write(.workspace, [Samples.signing("R-1", 0, by: "li")], to: store)
      let again = try scribe.batch(.workspace, [Samples.signing("R-1", 1, by: "li")])
      try expectConflict(again, store, scribe)
      #expect(try store.request("R-1")?.stream == .workspace)
    },
  ]
}
