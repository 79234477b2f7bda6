import Diagnostics
import Engine

extension Screen {
  /// What a project still owes to decisions that were taken: conditions, reviews of overrides, nominations.
  mutating func obligations(_ project: Project, _ glossary: Glossary) {
    if !project.conditions.isEmpty {
      heading(say("Conditions", "附条件"))
      for condition in project.conditions {
        paragraph(glossary.condition(condition), indent: 2, hanging: 2)
      }
    }
    if !project.reviews.isEmpty {
      heading(say("Overrides to review", "待复核的特批"))
      for (request, review) in project.reviews.sorted(by: { $0.key < $1.key }) {
        let day =
          review.isOverdue
          ? say("overdue since \(review.on)", "已逾期（\(review.on)）")
          : say("by \(review.on)", "\(review.on) 前")
        paragraph(
          say(
            "\(request), \(day), not by \(glossary.people(review.humans))",
            "\(request)，\(day)，不得由\(glossary.people(review.humans))复核"), indent: 2, hanging: 2)
      }
    }
    if !project.nominations.isEmpty {
      heading(say("Nominations", "提名"))
      for (role, person) in project.nominations.sorted(by: { $0.key < $1.key }) {
        paragraph(
          say(
            "\(glossary.role(role)): \(glossary.person(person)) has to accept",
            "\(glossary.role(role))：待\(glossary.person(person))接受"), indent: 2, hanging: 2)
      }
    }
  }
}
