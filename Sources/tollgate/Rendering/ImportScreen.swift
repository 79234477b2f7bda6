import Engine

/// What an import did, or would do.
struct ImportScreen {
  private let imported: Session.Imported

  init(_ imported: Session.Imported) { self.imported = imported }

  private var projects: [ProjectID] {
    imported.outcomes.compactMap { outcome in
      if case .project(let id) = outcome.stream { id } else { nil }
    }
  }

  private var isRepetition: Bool { imported.outcomes.contains(where: \.isRepetition) }

  func show(_ setting: Setting) {
    if setting.json {
      Terminal.print([
        "import": .string(imported.id), "dry_run": .bool(imported.isDryRun),
        "repeated": .bool(isRepetition), "rows": .count(imported.outcomes.count),
        "unchanged": .count(imported.unchanged),
        // Numbers are given when they are written.
        "projects": imported.isDryRun ? .null : .names(projects),
      ])
    } else {
      Terminal.print(text)
    }
  }

  private var text: String {
    var screen = Screen()
    let count = imported.outcomes.count
    if imported.isDryRun {
      screen.paragraph(
        say(
          "Every row is in order: \(count) would be written. Nothing was.",
          "各行均无问题：将写入 \(count) 行。本次未写入。"))
    } else if isRepetition {
      screen.paragraph(
        say(
          "This had been imported before: \(count) rows; nothing was written again.",
          "此前已导入：\(count) 行；未重复写入。"))
    } else {
      screen.paragraph(say("imported \(count) rows", "已导入 \(count) 行"))
    }
    if imported.unchanged > 0 {
      screen.paragraph(
        say(
          "\(imported.unchanged) rows say what is there already",
          "\(imported.unchanged) 行与现有内容相同"))
    }
    if !imported.isDryRun, let first = projects.first, let last = projects.last {
      screen.paragraph(
        first == last ? first.text : say("\(first) to \(last)", "\(first) 至 \(last)"), indent: 2)
    }
    return screen.text
  }
}
