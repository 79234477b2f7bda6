/// Requests as policies see them: routing one, and a past of many.
///
///     RequestBenchmark route FOLDER                  prints how long routing takes; the project's folder, for its policies
///     RequestBenchmark prepare FILE PROJECTS EACH    a workspace with so many projects, in each so many decided requests
///     RequestBenchmark sales FILE PROJECTS           a workspace with very many projects, most of them over
func run(_ arguments: [String]) throws {
  switch (arguments.first, arguments.count) {
  case ("route", 2): try route(arguments[1])
  case ("prepare", 4):
    guard let projects = Int(arguments[2]), let each = Int(arguments[3]) else {
      throw Problem.usage
    }
    try prepare(arguments[1], projects: projects, each: each)
  case ("sales", 3):
    guard let projects = Int(arguments[2]) else { throw Problem.usage }
    try prepareSales(arguments[1], projects: projects)
  default: throw Problem.usage
  }
}

enum Problem: Error {
  case usage
  /// The company did not come to be as this needs it.
  case notPrepared
}

try run(Array(CommandLine.arguments.dropFirst()))
