import Engine

/// What the shell offers after a tab: ids and names from the workspace at hand. Silent when there is none.
enum Completions {
  static let projects: @Sendable ([String], Int, String) -> [String] = { words, _, _ in
    offer(words) { session in
      try session.store.projects(after: nil, limit: limit).map(\.id.text)
    }
  }

  /// Requests that wait for whoever asks.
  static let requests: @Sendable ([String], Int, String) -> [String] = { words, _, _ in
    offer(words) { session in try session.inbox().map(\.request.id.text) }
  }

  static let people: @Sendable ([String], Int, String) -> [String] = { words, _, _ in
    offer(words) { session in
      session.workspace.directory.people.keys.map(\.text).sorted().prefix(limit).map(\.self)
    }
  }

  static let policies: @Sendable ([String], Int, String) -> [String] = { words, _, _ in
    offer(words) { session in session.workspace.policies.keys.map(\.text).sorted() }
  }

  /// Actions of the project that was named before.
  static let actions: @Sendable ([String], Int, String) -> [String] = { words, _, _ in
    offer(words) { session in
      guard let project = words.first(where: { $0.hasPrefix("P-") }) else { return [] }
      return try session.governed(ProjectID(project)).outlook.prospects.map(\.action.name.text)
    }
  }

  /// Forms of the project that was named before.
  static let forms: @Sendable ([String], Int, String) -> [String] = { words, _, _ in
    offer(words) { session in
      guard let project = words.first(where: { $0.hasPrefix("P-") }) else { return [] }
      let workflow = try session.governed(ProjectID(project)).rulebook.workflow
      return workflow.fillableForms.map(\.name.text)
    }
  }

  /// More are no help to anybody.
  private static let limit = 200

  private static func offer(_ words: [String], _ find: (Session) throws -> [String]) -> [String] {
    // As if no option had been given, but the workspace.
    guard var setting = try? Setting.parse([]) else { return [] }
    if let index = words.firstIndex(of: "--workspace"), index + 1 < words.count {
      setting.workspace = words[index + 1]
    }
    return (try? Session.run(setting, find)) ?? []
  }
}

extension Workflow {
  /// The forms that are filled in by themselves; the others travel with an action.
  var fillableForms: [Form] {
    forms.filter { form in !actions.contains { $0.form == form.name } }
  }
}
