/// What somebody looks for among lessons.
///
/// A lesson is found when it has at least one of the words (any lesson, if there are none) and passes every filter. Those with
/// more of the words come first, then the newer ones, then those of higher numbers: the same order on every store.
public struct LessonQuery: Sendable, Hashable {
  /// More words than these say nothing more.
  public static let maximumWords = 16

  public let words: [SearchTerms.Word]
  public let filters: [Filter]

  public enum Filter: Sendable, Hashable {
    case workflow(WorkflowName)
    case stage(StageName)
    /// The stage in which the project ended.
    case result(StageName)
    case level(String)

    /// The mark in the index; text has none such.
    var term: String {
      switch self {
      case .workflow(let name): "=workflow=" + SearchTerms.coded(name.text)
      case .stage(let name): "=stage=" + SearchTerms.coded(name.text)
      case .result(let name): "=result=" + SearchTerms.coded(name.text)
      case .level(let level): "=level=" + SearchTerms.coded(level)
      }
    }
  }

  public init(_ text: String, _ filters: [Filter] = []) {
    words = Array(SearchTerms.words(text).prefix(Self.maximumWords))
    self.filters = filters
  }

  /// The mark of every lesson.
  static let everything = "="

  private var marks: [String] { [Self.everything] + filters.map(\.term) }

  /// The terms of whatever has all the words.
  public var all: [String] { words.flatMap(\.terms) + marks }

  /// For each word the terms of whatever has it.
  public var each: [[String]] { words.map { $0.terms + marks } }
}

/// A lesson that was found, with its project.
public struct LessonHit: Sendable, Hashable {
  public let lesson: Lesson
  public let project: ProjectSummary

  public init(lesson: Lesson, project: ProjectSummary) {
    self.lesson = lesson
    self.project = project
  }
}
