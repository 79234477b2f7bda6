extension FunctionTable {
  /// CEL's standard definitions.
  static let standardFunctions: [Function] =
    operators + conversions + accessors + [
      .both(
        "size", .size, ([.string], .int), ([.bytes], .int), ([.list(.a)], .int),
        ([.map(.a, .b)], .int)),
      .member("contains", .contains, ([.string, .string], .bool)),
      .member("startsWith", .startsWith, ([.string, .string], .bool)),
      .member("endsWith", .endsWith, ([.string, .string], .bool)),
      .both("matches", .matches, ([.string, .string], .bool)),
    ]

  private static let operators: [Function] = [
    .between(
      .add, .add, [.int, .uint, .double, .string, .bytes, .list(.a), .duration],
      others: [
        ([.timestamp, .duration], .timestamp), ([.duration, .timestamp], .timestamp),
      ]),
    .between(
      .subtract, .subtract, [.int, .uint, .double, .duration],
      others: [([.timestamp, .timestamp], .duration), ([.timestamp, .duration], .timestamp)]),
    .between(.multiply, .multiply, [.int, .uint, .double]),
    .between(.divide, .divide, [.int, .uint, .double]),
    .between(.remainder, .remainder, [.int, .uint]),
    .between(.equal, .equal, [.a], .bool),
    .between(.notEqual, .notEqual, [.a], .bool),
    .between(.less, .less, ordered, .bool),
    .between(.lessOrEqual, .lessOrEqual, ordered, .bool),
    .between(.greater, .greater, ordered, .bool),
    .between(.greaterOrEqual, .greaterOrEqual, ordered, .bool),
    .global("@in", .isIn, ([.a, .list(.a)], .bool), ([.a, .map(.a, .b)], .bool)),
    .global("!_", .not, ([.bool], .bool)),
    .global("-_", .negate, ([.int], .int), ([.double], .double)),
    .global("_[_]", .index, ([.list(.a), .int], .a), ([.map(.a, .b), .a], .b)),
  ]

  static let ordered: [ValueType] = [
    .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration,
  ]

  private static let conversions: [Function] = [
    .global("bool", .bool, ([.bool], .bool), ([.string], .bool)),
    .global("bytes", .bytes, ([.bytes], .bytes), ([.string], .bytes)),
    .global(
      "double", .double, ([.double], .double), ([.int], .double), ([.uint], .double),
      ([.string], .double)),
    .global("duration", .duration, ([.duration], .duration), ([.string], .duration)),
    .global("dyn", .dyn, ([.a], .dyn)),
    .global(
      "int", .int, ([.int], .int), ([.uint], .int), ([.double], .int), ([.string], .int),
      ([.timestamp], .int)),
    .global(
      "string", .string, ([.string], .string), ([.bool], .string), ([.int], .string),
      ([.uint], .string), ([.double], .string), ([.bytes], .string), ([.timestamp], .string),
      ([.duration], .string)),
    .global(
      "timestamp", .timestamp, ([.timestamp], .timestamp), ([.string], .timestamp),
      ([.int], .timestamp)),
    .global("type", .type, ([.a], .type(.a))),
    .global(
      "uint", .uint, ([.uint], .uint), ([.int], .uint), ([.double], .uint), ([.string], .uint)),
  ]

  private static let accessors: [Function] = [
    calendar("getDate", .getDate), calendar("getDayOfMonth", .getDayOfMonth),
    calendar("getDayOfWeek", .getDayOfWeek), calendar("getDayOfYear", .getDayOfYear),
    calendar("getFullYear", .getFullYear), calendar("getMonth", .getMonth),
    clock("getHours", .getHours), clock("getMinutes", .getMinutes),
    clock("getSeconds", .getSeconds), clock("getMilliseconds", .getMilliseconds),
  ]

  private static func calendar(_ name: String, _ builtin: Builtin) -> Function {
    .member(name, builtin, ([.timestamp], .int), ([.timestamp, .string], .int))
  }

  private static func clock(_ name: String, _ builtin: Builtin) -> Function {
    .member(
      name, builtin, ([.timestamp], .int), ([.timestamp, .string], .int), ([.duration], .int))
  }
}
