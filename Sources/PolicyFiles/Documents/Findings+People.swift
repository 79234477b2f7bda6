import CEL
import Diagnostics
import Engine

extension Findings {
  /// `200000 CNY` or `unlimited`. `currency` nil: any.
  func ceiling(_ node: Node, currency: String?) -> Ceiling? {
    let what = Ceiling.form(currency)
    guard let scalar = scalar(node, what) else { return nil }
    do throws(Ceiling.Mistake) {
      return try Ceiling(text: scalar.text, currency: currency)
    } catch {
      if let message = error.message(scalar.text) {
        self.error("other-currency", message, at: scalar.span)
      } else {
        expected(what, node)
      }
      return nil
    }
  }

  /// `[{from: 2026-10-01, until: 2026-10-08, reason: leave}]`, in the order of their first days; none may overlap.
  func absences(_ node: Node) -> [Absence] {
    var absences: [Absence] = []
    for element in elements(node, Bilingual("absences", zh: "缺席")) {
      guard let absence = absence(element) else { continue }
      if absences.contains(where: { $0.from < absence.until && absence.from < $0.until }) {
        error(
          "repeated",
          Bilingual("two absences have days in common", zh: "两段缺席日期重叠"), at: element.span)
      } else {
        absences.append(absence)
      }
    }
    return absences.sorted { $0.from < $1.from }
  }

  private func absence(_ node: Node) -> Absence? {
    let fields = fields(
      node, Bilingual("an absence", zh: "一段缺席"), required: ["from", "until"],
      optional: ["reason"])
    guard let from = fields["from"].flatMap(date), let until = fields["until"].flatMap(date)
    else { return nil }
    guard from < until else {
      error(
        "empty-range",
        Bilingual(
          "the absence ends before it begins; `until` is the first day back",
          zh: "缺席在开始之前结束；`until` 为返岗首日"), at: fields["until"]?.span)
      return nil
    }
    let reason = fields["reason"].flatMap {
      scalar($0, Bilingual("a text", zh: "文字"))?.text
    }
    return Absence(from: from, until: until, reason: reason ?? "")
  }
}
