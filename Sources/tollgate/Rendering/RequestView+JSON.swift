import CEL
import Diagnostics
import Engine

extension RequestView {
  /// The stable shape of a request, for `--json`.
  func json() throws -> JSON {
    var members: [String: JSON] = [
      "request": .name(request.id),
      "number": .text(request.number?.text),
      "status": .string(request.status.rawValue),
      "submitter": .name(request.submitter),
      "submitted_at": .time(request.submittedAt),
      "reason": .string(request.reason),
      "revision": .count(request.revision),
      "round": .count(request.round),
      "digest": .string(request.contentDigest.description),
      "rulebook": .string(request.rulebook.description),
      "policy": .name(rulebook.policy.name),
      "content": try .values(request.content),
      "changes": .array(changes.map(\.json)),
      "route": .array(places.map(\.json)),
      "considered": .array(request.route.considered.map(\.json)),
      "windows": .array(request.route.windows.map(\.json)),
      "next": .names(next),
    ]
    members.merge(conversationJSON) { $1 }
    switch request.subject {
    case .action(let action, let project):
      members["action"] = .name(action)
      members["project"] = .name(project)
      members["title"] = .text(self.project?.title)
    case .publish(let policy, let workflow, let digest):
      members["action"] = "publish"
      members["publishes"] = [
        "policy": .name(policy), "workflow": .name(workflow),
        "rulebook": .string(digest.description),
      ]
    }
    return .object(members)
  }
}

extension Change {
  /// Values as exact text; the difference only where there is one.
  fileprivate var json: JSON {
    var members: [String: JSON] = [
      "field": .name(field.name), "value": value.typed, "is_plan": .bool(isPlan),
    ]
    if let baseline {
      members["baseline"] = baseline.typed
      members["difference"] = .text(distance(from: baseline))
    }
    if let original {
      members["original"] = original.typed
      members["drift"] = .text(distance(from: original))
    }
    return .object(members)
  }

  private func distance(from old: FieldValue) -> String? {
    switch (old, value) {
    case (.decimal(let old), .decimal(let new)): (try? new.subtracting(old))?.description
    case (.date(let old), .date(let new)): "\(new.days(since: old)) days"
    default: nil
    }
  }
}

extension RequestView.Place {
  fileprivate var json: JSON {
    var members: [String: JSON] = [
      "step": .name(routed.name), "slot": .count(slot), "position": .count(routed.position),
    ]
    switch state {
    case .signed(let signature):
      members["state"] = "signed"
      members["signature"] = signature.json
    case .opposed(let signature):
      members["state"] = "opposed"
      members["signature"] = signature.json
    case .concluded(.repeats(let step, let human)):
      members["state"] = "merged"
      members["merged"] = ["step": .name(step), "person": .name(human)]
    case .concluded(.covered(let signature)):
      members["state"] = "covered"
      members["covered_by"] = signature.json
    case .concluded(.timedOut): members["state"] = "timed-out"
    case .open(let electorate, let due):
      members["state"] = "open"
      members["electors"] = electorate.json
      members["barred"] = electorate.barredJSON
      members["due"] = .date(due)
    case .later(let electorate, let within):
      members["state"] = "later"
      members["electors"] = electorate.json
      members["barred"] = electorate.barredJSON
      members["within"] = within.map(\.json) ?? .null
    case .never: members["state"] = "never"
    }
    return .object(members)
  }
}

extension Signature {
  var json: JSON {
    [
      "person": .name(person), "at": .time(at), "comment": .string(comment),
      "basis": .string(basis.code), "digest": .string(binding.content.description),
      "revision": .count(binding.revision),
      "conditions": .array(
        conditions.map { condition in
          [
            "criterion": .string(condition.criterion), "owner": .name(condition.owner),
            "due": .date(condition.due), "blocks": .name(condition.blocks),
          ]
        }),
    ]
  }
}

extension Term {
  var json: JSON {
    switch self {
    case .days(let count): ["days": .count(count)]
    case .workingDays(let count): ["working_days": .count(count)]
    }
  }
}

extension Basis {
  /// `role:sponsor`, `named`, `superior:li`, `next-step:executive`
  var code: String {
    switch self {
    case .role(let role): "role:\(role)"
    case .named: "named"
    case .superior(let person): "superior:\(person)"
    case .nextStep(let step): "next-step:\(step)"
    case .line(let person): "line:\(person)"
    case .standIn(let person): "stand-in:\(person)"
    case .successor(let person): "successor:\(person)"
    case .transferred(let person): "transferred:\(person)"
    case .added(let person): "added:\(person)"
    case .escalated: "escalated"
    }
  }
}

extension Electorate {
  var json: JSON {
    .array(electors.map { ["person": .name($0.person), "basis": .string($0.basis.code)] })
  }

  var barredJSON: JSON {
    .array(barred.map { ["person": .name($0.person), "because": .string($0.bar.code)] })
  }
}

extension Electorate.Bar {
  /// `submitter`, `signed:manager`, `left`
  var code: String {
    switch self {
    case .submitter: "submitter"
    case .alreadySigned(let step): "signed:\(step)"
    case .notActive: "left"
    case .amount(let amount): "amount:\(amount)"
    }
  }
}

extension Consideration {
  /// Values are the exact text that the record keeps.
  var json: JSON {
    [
      "step": .name(step), "condition": .text(condition), "holds": .bool(holds),
      "place": .string(place.description), "values": .object(values.mapValues(JSON.string)),
    ]
  }
}
