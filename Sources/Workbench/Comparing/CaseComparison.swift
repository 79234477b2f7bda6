import Engine

/// What two policies make of one thing, in every case that either of them can tell apart: a route, a gate, a hold.
struct CaseComparison<Outcome: Hashable> {
  struct Change {
    let before: Outcome
    let after: Outcome
    let regions: [PolicyDiff.Region]
    let example: Witness
  }

  private(set) var changes: [Change] = []
  private(set) var caseCount = 0

  private struct Outcomes: Hashable {
    let before: Outcome
    let after: Outcome
  }

  init(
    _ landscape: Landscape, _ ruler: Ruler, before: (Point) -> Outcome, after: (Point) -> Outcome
  ) {
    var order: [Outcomes] = []
    var marks: [Outcomes: Set<[Ruler.Mark]>] = [:]
    var examples: [Outcomes: Point] = [:]
    var unchanged: Set<[Ruler.Mark]> = []
    for index in 0..<landscape.count {
      let point = landscape.point(index)
      guard point.isReal else { continue }
      caseCount += 1
      let outcomes = Outcomes(before: before(point), after: after(point))
      let mark = ruler.marks(point)
      guard outcomes.before != outcomes.after else {
        unchanged.insert(mark)
        continue
      }
      if examples[outcomes] == nil {
        order.append(outcomes)
        examples[outcomes] = point
      }
      marks[outcomes, default: []].insert(mark)
    }
    changes = order.compactMap { outcomes in
      guard let example = examples[outcomes], let own = marks[outcomes] else { return nil }
      let others = order.filter { $0 != outcomes }.reduce(into: unchanged) {
        $0.formUnion(marks[$1] ?? [])
      }
      let partial = own.intersection(others)
      let regions =
        ruler.regions(own.subtracting(partial), avoiding: others).map {
          PolicyDiff.Region(bounds: $0, isPartial: false)
        }
        + ruler.regions(partial, avoiding: others.subtracting(partial)).map {
          PolicyDiff.Region(bounds: $0, isPartial: true)
        }
      return Change(
        before: outcomes.before, after: outcomes.after, regions: regions,
        example: Witness(example, results: ruler.values(example)))
    }
  }
}
