import Diagnostics
import Engine

extension Field {
  /// A cell of a spreadsheet as it would be typed on the command line.
  ///
  /// Spreadsheets write dates as `2026/10/1`, group digits, and people put titles where names are meant. What is none of
  /// that stays as it is, and is judged as typed.
  func typed(_ cell: String, in workflow: Workflow) -> String {
    switch type {
    case .choice(let choices):
      choices.first { [$0.title.en, $0.title.zh].contains(cell) }?.name ?? cell
    case .milestone:
      workflow.milestones.first { [$0.title.en, $0.title.zh].contains(cell) }?.name.text ?? cell
    case .boolean: Self.flags[cell.lowercased()] ?? cell
    case .date: cell.dateWithDashes ?? cell
    case .money, .number, .integer: cell.withoutGroups ?? cell
    default: cell
    }
  }

  private static let flags = ["是": "true", "否": "false", "yes": "true", "no": "false"]
}

extension String {
  /// `2026/10/1` and `2026-10-1` as `2026-10-01`; nil: it is no such date.
  fileprivate var dateWithDashes: String? {
    let parts = split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "-" }
    guard parts.count == 3, parts[0].count == 4, (1...2).contains(parts[1].count),
      (1...2).contains(parts[2].count),
      parts.allSatisfy({ $0.allSatisfy { ("0"..."9").contains($0) } })
    else { return nil }
    return parts.map { ($0.count == 1 ? "0" : "") + $0 }.joined(separator: "-")
  }

  /// `1,200,000.00` as `1200000.00`; nil: its digits are not in groups of three.
  fileprivate var withoutGroups: String? {
    let halves = split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let groups = halves[0].split(separator: ",", omittingEmptySubsequences: false)
    guard groups.count > 1, let first = groups.first,
      (1...3).contains(first.drop { $0 == "-" }.count),
      groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    return groups.joined() + (halves.count == 2 ? "." + halves[1] : "")
  }
}
