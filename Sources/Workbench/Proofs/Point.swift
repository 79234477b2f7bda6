import CEL
import Engine

/// One combination of facts.
struct Point {
  let coordinates: [Axis.Source: Coordinate]
  /// Whether a request and a project can have all of them.
  let isReal: Bool
  /// By name, as people read it.
  let facts: [(name: String, text: String)]
  private let lists: [Scope.Source: [RecordValue]]

  init(_ options: [Landscape.Option], _ space: Space) {
    var coordinates: [Axis.Source: Coordinate] = [:]
    var byAxis: [Int: Coordinate] = [:]
    for option in options {
      for (axis, coordinate) in option.coordinates {
        coordinates[space.axes[axis].source] = coordinate
        byAxis[axis] = coordinate
      }
    }
    self.coordinates = coordinates
    var isReal = options.allSatisfy(\.isReal)
    var lists: [Scope.Source: [RecordValue]] = [:]
    for (source, list) in space.lists {
      guard let elements = list.elements(source, coordinates) else { continue }
      lists[source] = elements.values
      isReal = isReal && elements.isReal
    }
    self.lists = lists
    self.isReal = isReal
    facts = byAxis.sorted { $0.key < $1.key }.compactMap { index, coordinate in
      let axis = space.axes[index]
      switch axis.source {
      case .element: return nil
      case .length(let source):
        return (axis.name, lists[source].map(ControlPoints.text) ?? coordinate.text)
      case .base, .rank, .frozen: return (axis.name, coordinate.text)
      }
    }
  }

  /// The rules of a scope at these facts, as the engine evaluates them.
  func evaluation(_ scope: Scope) -> Evaluation {
    Evaluation(
      scope,
      frozen: { name in
        guard case .row(let values)? = coordinates[.frozen(name)] else { return nil }
        return values
      },
      base: { source in
        if case .value(let value)? = coordinates[.base(source)] { return .value(value) }
        if let elements = lists[source] { return .value(.list(elements.map(Value.record))) }
        if case .value(let rank)? = coordinates[.rank(source)],
          case .record(let person) = CELTypes.person
        {
          return .value(.record(RecordValue(person, ["id": "somebody", "rank": rank])))
        }
        return .unset
      })
  }
}
