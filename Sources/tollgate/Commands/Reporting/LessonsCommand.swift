import ArgumentParser
import Diagnostics
import Engine

/// What earlier projects have taught.
struct LessonsCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "lessons",
      abstract: say("What earlier projects have taught.", "以往项目的经验教训。"),
      subcommands: [LessonsSearch.self])
  }
}

/// Finds words in the searchable fields of all projects.
struct LessonsSearch: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "search",
      abstract: say(
        "Find words in closing reports and whatever else the workflow calls searchable.",
        "在总结报告及流程规定可检索的其他内容中查找词语。"),
      discussion: say(
        "Projects with more of the words come first, then the newer ones. Chinese needs no blanks: 投标 is found inside of any sentence. Without words all are listed.",
        "含词语较多者在前，其次为较新者。中文无须分词：任何句子中的“投标”都能找到。不给词语则全部列出。"))
  }

  @Argument(help: .init(say("Words.", "词语。")))
  var terms: [String] = []

  @Flag(help: .init(say("The same as `--result won`.", "即 `--result won`。")))
  var won = false

  @Flag(help: .init(say("The same as `--result lost`.", "即 `--result lost`。")))
  var lost = false

  @Option(help: .init(say("Projects that ended in this stage.", "以此阶段结束的项目。"), valueName: "stage"))
  var result: String?

  @Option(help: .init(say("Projects that stand in this stage.", "处于此阶段的项目。"), valueName: "stage"))
  var stage: String?

  @Option(
    help: .init(
      say("Projects of this level, such as A.", "此等级的项目，如 A。"), valueName: "level"))
  var level: String?

  @Option(help: .init(say("Projects of this workflow.", "此流程的项目。"), valueName: "workflow"))
  var workflow: String?

  @Option(help: .init(say("How many at most.", "最多条数。"), valueName: "number"))
  var limit = 20

  @OptionGroup var setting: Setting

  func validate() throws {
    guard (1...1_000).contains(limit) else {
      throw ValidationError(say("`--limit` is from 1 to 1000", "`--limit` 应在 1 到 1000 之间"))
    }
    guard [won, lost, result != nil].count(where: { $0 }) <= 1 else {
      throw ValidationError(
        say(
          "a project has one result: give one of `--won`, `--lost`, `--result`",
          "项目只有一个结果：`--won`、`--lost`、`--result` 只能用其一"))
    }
  }

  func run() throws {
    let text = terms.joined(separator: " ")
    let query = LessonQuery(text, filters)
    if query.words.isEmpty, !terms.isEmpty {
      throw Failure.usage(
        Bilingual("there is no word in `\(text)`", zh: "`\(text)` 中没有可检索的词语"),
        help: Bilingual("letters, digits or characters", zh: "请使用字母、数字或汉字"))
    }
    try Session.run(setting) { session in
      let hits = try session.store.lessons(query, limit: limit)
      let screen = LessonsScreen(query: query, hits: hits, names: try session.naming())
      if setting.json {
        Terminal.print(screen.json)
      } else {
        Terminal.print(screen.text)
      }
    }
  }

  private var filters: [LessonQuery.Filter] {
    var filters: [LessonQuery.Filter] = []
    if let end = won ? "won" : lost ? "lost" : result { filters.append(.result(StageName(end))) }
    if let stage { filters.append(.stage(StageName(stage))) }
    if let level { filters.append(.level(level)) }
    if let workflow { filters.append(.workflow(WorkflowName(workflow))) }
    return filters
  }
}
