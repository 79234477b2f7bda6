import Engine
import PolicyFiles

extension PolicyCase.Situation {
  /// The projects under the one of the case, as many as it supposes.
  var kin: [Child] {
    let all = children.sorted { $0.key < $1.key }.flatMap { workflow, counts in
      Array(repeating: (workflow, false), count: counts.open)
        + Array(repeating: (workflow, true), count: counts.over)
    }
    return all.enumerated().map { index, child in
      Child(
        id: ProjectID(number: index + 2), title: "case", workflow: child.0, stage: "",
        isOver: child.1)
    }
  }
}
