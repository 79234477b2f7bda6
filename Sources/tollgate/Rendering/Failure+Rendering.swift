import Diagnostics
import Engine
import Glibc

extension Failure {
  /// What the user reads on standard error.
  var text: String {
    switch self {
    case .refused(let refusal, let directory): refusal.text(directory)
    case .invalid(let report):
      DiagnosticRenderer(language: Speech.language, colored: Terminal.colors).render(report)
    case .unsound(let proved): proved.text(colored: Terminal.colors)
    case .store(let failure): Self.plain(failure.reason, failure.help)
    case .usage(let reason, let help), .system(let reason, let help): Self.plain(reason, help)
    }
  }

  /// The same for programs, on standard output.
  var json: JSON {
    switch self {
    case .refused(let refusal, _):
      Self.json(
        refusal.code.rawValue, refusal.reason, refusal.help, details: refusal.details,
        whoCould: refusal.whoCould)
    case .invalid(let report):
      [
        "error": [
          "code": "invalid", "reason": .string(say("the files have mistakes", "文件有误")),
          "help": .null, "details": [], "who_could": [],
        ],
        "diagnostics": report.json, "omitted": .count(report.omitted),
      ]
    case .unsound(let proved):
      [
        "error": [
          "code": "unsound", "reason": .string(proved.summary.spoken), "help": .null,
          "details": [], "who_could": [],
        ],
        "findings": proved.json,
      ]
    case .store(let failure): Self.json(failure.code, failure.reason, failure.help)
    case .usage(let reason, let help): Self.json("usage", reason, help)
    case .system(let reason, let help): Self.json("system", reason, help)
    }
  }

  private static func plain(_ reason: Bilingual, _ help: Bilingual?) -> String {
    var screen = Screen()
    screen.paragraph(say("error: ", "错误：") + reason.spoken, hanging: 2)
    if let help { screen.paragraph(say("help: ", "建议：") + help.spoken, indent: 2, hanging: 2) }
    return screen.text
  }

  private static func json(
    _ code: String, _ reason: Bilingual, _ help: Bilingual?, details: [Bilingual] = [],
    whoCould: [PersonID] = []
  ) -> JSON {
    [
      "error": [
        "code": .string(code), "reason": .string(reason.spoken), "help": .text(help?.spoken),
        "details": .array(details.map { .string($0.spoken) }), "who_could": .names(whoCould),
      ]
    ]
  }
}

extension Refusal {
  /// Why not, what else is to be known, what to do instead, and who could.
  fileprivate func text(_ directory: Directory?) -> String {
    let glossary = Glossary(people: directory ?? Directory())
    var screen = Screen()
    screen.paragraph(
      say("refused: ", "拒绝：") + reason.spoken + " [\(code.rawValue)]", hanging: 2)
    for detail in details { screen.paragraph("- " + detail.spoken, indent: 2, hanging: 2) }
    if let help { screen.paragraph(say("help: ", "建议：") + help.spoken, indent: 2, hanging: 2) }
    if !whoCould.isEmpty {
      screen.paragraph(
        say("who could: ", "可由：") + glossary.people(whoCould), indent: 2, hanging: 2)
    }
    return screen.text
  }
}

extension DiagnosticReport {
  /// Each finding with its code, place and words; columns count characters from 1.
  var json: JSON {
    .array(
      diagnostics.map { diagnostic in
        [
          "code": .string(diagnostic.code), "severity": .string(diagnostic.severity.rawValue),
          "message": .string(diagnostic.message.spoken), "help": .text(diagnostic.help?.spoken),
          "file": .text(diagnostic.span?.source.name),
          "line": diagnostic.span.map { .count($0.start.line) } ?? .null,
          "column": diagnostic.span.map { .count($0.start.column) } ?? .null,
          "notes": .array(diagnostic.notes.map { .string($0.message.spoken) }),
        ]
      })
  }
}

extension StoreFailure {
  var code: String {
    switch self {
    case .notAWorkspace: "not-a-workspace"
    case .exists: "exists"
    case .busy: "busy"
    case .readOnly: "read-only"
    case .full: "full"
    case .corrupt: "corrupt"
    case .tooNew: "too-new"
    case .tooOld: "too-old"
    case .failed: "failed"
    }
  }

  var reason: Bilingual {
    switch self {
    case .notAWorkspace(let path):
      Bilingual("`\(path)` is not a workspace of tollgate", zh: "`\(path)` 不是 tollgate 的工作区")
    case .exists(let path):
      Bilingual("there is a workspace already: `\(path)`", zh: "工作区已存在：`\(path)`")
    case .busy:
      Bilingual(
        "other processes kept the workspace busy; nothing was written",
        zh: "工作区被其他进程占用；未写入任何内容")
    case .readOnly(let detail):
      Bilingual(
        "the workspace cannot be written to; nothing was written (\(detail))",
        zh: "工作区不可写；未写入任何内容（\(detail)）")
    case .full(let detail):
      Bilingual(
        "there is no room left; nothing was written (\(detail))",
        zh: "空间不足；未写入任何内容（\(detail)）")
    case .corrupt(let detail):
      Bilingual("the workspace's file is damaged: \(detail)", zh: "工作区文件已损坏：\(detail)")
    case .tooNew(let found):
      Bilingual(
        "the workspace was written by a newer version of tollgate (\(found))",
        zh: "工作区由更新版本的 tollgate 写入（\(found)）")
    case .tooOld(let path):
      Bilingual(
        "`\(path)` was written by an earlier version of tollgate, and cannot be brought up to date: it cannot be written to",
        zh: "`\(path)` 由较早版本的 tollgate 写入，且不可写，无法升级")
    case .failed(let detail):
      Bilingual(
        "the workspace could not be read or written: \(detail)", zh: "工作区读写失败：\(detail)")
    }
  }

  var help: Bilingual? {
    switch self {
    case .notAWorkspace:
      Bilingual(
        "make one with `tollgate init`, or name another with `--workspace`",
        zh: "用 `tollgate init` 建立，或用 `--workspace` 指定其他文件")
    case .exists:
      Bilingual("name another file with `--workspace`", zh: "请用 `--workspace` 指定其他文件")
    case .busy:
      Bilingual(
        "try again with the same `--command-id`", zh: "请用同一 `--command-id` 重试")
    case .readOnly:
      Bilingual(
        "check the permissions of the file and of its folder", zh: "请检查文件及其目录的权限")
    case .full:
      Bilingual("free some space, then send the command again", zh: "请腾出空间后重发命令")
    case .corrupt:
      Bilingual(
        "keep the file as it is, and restore the last backup", zh: "请保留现有文件，并恢复最近的备份")
    case .tooNew:
      Bilingual("use that version or a later one", zh: "请使用该版本或更新版本")
    case .tooOld:
      Bilingual(
        "copy it to where it can be written to, and use the copy", zh: "请将其复制到可写的位置，再使用副本")
    case .failed: nil
    }
  }
}
