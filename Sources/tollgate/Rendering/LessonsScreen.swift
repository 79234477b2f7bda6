import CEL
import Diagnostics
import Engine
import Reporting

/// Lessons that were found, each with the passage that shows why.
struct LessonsScreen {
  let query: LessonQuery
  let hits: [LessonHit]
  let names: Naming

  var text: String {
    var screen = Screen()
    for hit in hits {
      let project = hit.project
      let workflow = names.workflows[project.workflow]
      let stage = workflow?[stage: project.stage]?.title.spoken ?? project.stage.text
      let marks = ([stage] + project.levels).joined(separator: Mark.comma)
      screen.paragraph("\(project.id)  \(project.title)  [\(marks)]", hanging: 4)
      guard let excerpt = Excerpt(hit.lesson, query) else { continue }
      let field = workflow?[form: excerpt.form]?[excerpt.field]?.title.spoken
      let passage = excerpt.parts.map { $0.isHit ? "【\($0.text)】" : $0.text }.joined()
      screen.paragraph(
        "\(CivilDate(hit.lesson.at))  \(field ?? excerpt.field.text)\(Mark.colon)"
          + (excerpt.isCutBefore ? "…" : "") + passage.inOneLine + (excerpt.isCutAfter ? "…" : ""),
        indent: 4)
    }
    if hits.isEmpty { screen.line(say("Nothing was found.", "没有找到。")) }
    return screen.text
  }

  /// `parts` of an excerpt are stretches of the text; those with `hit` were looked for.
  var json: JSON {
    [
      "words": .array(query.words.map { .string($0.text) }),
      "lessons": .array(
        hits.map { hit in
          [
            "project": .name(hit.project.id), "title": .string(hit.project.title),
            "workflow": .name(hit.project.workflow), "stage": .name(hit.project.stage),
            "over": .bool(hit.project.isOver),
            "levels": .array(hit.project.levels.map(JSON.string)), "at": .time(hit.lesson.at),
            "excerpt": Excerpt(hit.lesson, query).map(Self.json) ?? .null,
          ]
        }),
    ]
  }

  private static func json(_ excerpt: Excerpt) -> JSON {
    [
      "form": .name(excerpt.form), "field": .name(excerpt.field),
      "parts": .array(
        excerpt.parts.map { ["text": .string($0.text), "hit": .bool($0.isHit)] }),
    ]
  }
}

extension CivilDate {
  /// The day of a time in UTC.
  fileprivate init(_ time: Timestamp) {
    let civil = CivilTime(time, offset: 0)
    self =
      CivilDate(year: civil.year, month: civil.month, day: civil.day)
      ?? CivilDate(daysSinceEpoch: 0)!
  }
}

extension String {
  /// Lines of a passage one after the other.
  fileprivate var inOneLine: String {
    split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
