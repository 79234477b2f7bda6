extension FunctionTable {
  /// What a library adds; operators and conversions join those of the standard definitions.
  static func functions(of library: Library) -> [Function] {
    switch library {
    case .strings: strings
    case .math: math
    case .optionals: optionals
    case .encoders:
      [
        .global("base64.encode", .base64Encode, ([.bytes], .string)),
        .global("base64.decode", .base64Decode, ([.string], .bytes)),
      ]
    case .bindings, .twoVariableComprehensions: []
    case .decimals: decimals
    case .dates: dates
    }
  }

  private static let strings: [Function] = [
    .member("charAt", .charAt, ([.string, .int], .string)),
    .member("indexOf", .indexOf, ([.string, .string], .int), ([.string, .string, .int], .int)),
    .member("join", .join, ([.list(.string)], .string), ([.list(.string), .string], .string)),
    .member(
      "lastIndexOf", .lastIndexOf, ([.string, .string], .int), ([.string, .string, .int], .int)),
    .member("lowerAscii", .lowerAscii, ([.string], .string)),
    .member("upperAscii", .upperAscii, ([.string], .string)),
    .member(
      "replace", .replace, ([.string, .string, .string], .string),
      ([.string, .string, .string, .int], .string)),
    .member("reverse", .reverse, ([.string], .string)),
    .member(
      "split", .split, ([.string, .string], .list(.string)),
      ([.string, .string, .int], .list(.string))),
    .member(
      "substring", .substring, ([.string, .int], .string), ([.string, .int, .int], .string)),
    .member("trim", .trim, ([.string], .string)),
    .member("format", .format, ([.string, .list(.dyn)], .string)),
    .global("strings.quote", .quote, ([.string], .string)),
  ]

  private static let math: [Function] = [
    extreme("math.greatest", .greatest), extreme("math.least", .least),
    .global("math.ceil", .ceil, ([.double], .double)),
    .global("math.floor", .floor, ([.double], .double)),
    .global("math.round", .round, ([.double], .double)),
    .global("math.trunc", .trunc, ([.double], .double)),
    .global("math.abs", .abs, ([.int], .int), ([.uint], .uint), ([.double], .double)),
    .global("math.sign", .sign, ([.int], .int), ([.uint], .uint), ([.double], .double)),
    .global("math.sqrt", .sqrt, ([.int], .double), ([.uint], .double), ([.double], .double)),
    .global("math.isNaN", .isNaN, ([.double], .bool)),
    .global("math.isInf", .isInf, ([.double], .bool)),
    .global("math.isFinite", .isFinite, ([.double], .bool)),
    .global("math.bitAnd", .bitAnd, ([.int, .int], .int), ([.uint, .uint], .uint)),
    .global("math.bitOr", .bitOr, ([.int, .int], .int), ([.uint, .uint], .uint)),
    .global("math.bitXor", .bitXor, ([.int, .int], .int), ([.uint, .uint], .uint)),
    .global("math.bitNot", .bitNot, ([.int], .int), ([.uint], .uint)),
    .global("math.bitShiftLeft", .bitShiftLeft, ([.int, .int], .int), ([.uint, .int], .uint)),
    .global("math.bitShiftRight", .bitShiftRight, ([.int, .int], .int), ([.uint, .int], .uint)),
  ]

  /// One number, two of any number types, or a list; a macro makes a list of three and more.
  private static func extreme(_ name: String, _ builtin: Builtin) -> Function {
    let numbers: [ValueType] = [.int, .uint, .double]
    let single = numbers.map { Overload([$0], $0) }
    let pairs = numbers.flatMap { left in
      numbers.map { right in Overload([left, right], left == right ? left : .dyn) }
    }
    let lists = numbers.map { Overload([.list($0)], $0) }
    return Function(name: name, overloads: single + pairs + lists, builtin: builtin)
  }

  private static let optionals: [Function] = [
    .global("optional.of", .optionalOf, ([.a], .optional(.a))),
    .global("optional.ofNonZeroValue", .optionalOfNonZeroValue, ([.a], .optional(.a))),
    .global("optional.none", .optionalNone, ([], .optional(.a))),
    .global("optional.unwrap", .optionalUnwrap, ([.list(.optional(.a))], .list(.a))),
    .member("unwrapOpt", .optionalUnwrap, ([.list(.optional(.a))], .list(.a))),
    .member("hasValue", .hasValue, ([.optional(.a)], .bool)),
    .member("value", .value, ([.optional(.a)], .a)),
    .member("or", .or, ([.optional(.a), .optional(.a)], .optional(.a))),
    .member("orValue", .orValue, ([.optional(.a), .a], .a)),
    .member("first", .first, ([.list(.a)], .optional(.a))),
    .member("last", .last, ([.list(.a)], .optional(.a))),
    .global(
      "_[_]", .index, ([.optional(.list(.a)), .int], .optional(.a)),
      ([.optional(.map(.a, .b)), .a], .optional(.b))),
  ]

  private static let decimals: [Function] =
    [
      .global(
        "decimal", .decimal, ([.decimal], .decimal), ([.int], .decimal), ([.uint], .decimal),
        ([.string], .decimal)),
      .global("string", .string, ([.decimal], .string)),
      .global("int", .int, ([.decimal], .int)),
      .between(.add, .add, [.decimal]),
      .between(.subtract, .subtract, [.decimal]),
      .between(.multiply, .multiply, [.decimal]),
      .between(.divide, .divide, [.decimal]),
      .global("-_", .negate, ([.decimal], .decimal)),
      .global("abs", .exactAbs, ([.decimal], .decimal), ([.int], .int), ([.duration], .duration)),
      .global(
        "min", .exactMin, ([.decimal, .decimal], .decimal), ([.int, .int], .int),
        ([.duration, .duration], .duration)),
      .global(
        "max", .exactMax, ([.decimal, .decimal], .decimal), ([.int, .int], .int),
        ([.duration, .duration], .duration)),
      .global(
        "round", .exactRound, ([.decimal, .int], .decimal), ([.decimal, .int, .string], .decimal)),
      .member(
        "sum", .sum, ([.list(.decimal)], .decimal), ([.list(.int)], .int),
        ([.list(.duration)], .duration)),
      .member(
        "min", .exactMin, ([.list(.decimal)], .decimal), ([.list(.int)], .int),
        ([.list(.duration)], .duration)),
      .member(
        "max", .exactMax, ([.list(.decimal)], .decimal), ([.list(.int)], .int),
        ([.list(.duration)], .duration)),
      .global("floor", .exactFloor, ([.decimal], .decimal)),
      .global("ceil", .exactCeil, ([.decimal], .decimal)),
    ] + relations(.decimal)

  private static let dates: [Function] =
    [
      .global("date", .date, ([.date], .date), ([.string], .date)),
      .global("string", .string, ([.date], .string)),
      .global("days", .days, ([.int], .duration)),
      .global("_+_", .add, ([.date, .duration], .date), ([.duration, .date], .date)),
      .global("_-_", .subtract, ([.date, .date], .duration), ([.date, .duration], .date)),
      .global("min", .exactMin, ([.date, .date], .date)),
      .global("max", .exactMax, ([.date, .date], .date)),
      .member("min", .exactMin, ([.list(.date)], .date)),
      .member("max", .exactMax, ([.list(.date)], .date)),
      .member("getDate", .getDate, ([.date], .int)),
      .member("getDayOfMonth", .getDayOfMonth, ([.date], .int)),
      .member("getDayOfWeek", .getDayOfWeek, ([.date], .int)),
      .member("getDayOfYear", .getDayOfYear, ([.date], .int)),
      .member("getFullYear", .getFullYear, ([.date], .int)),
      .member("getMonth", .getMonth, ([.date], .int)),
    ] + relations(.date)

  private static func relations(_ type: ValueType) -> [Function] {
    [
      .between(.less, .less, [type], .bool), .between(.lessOrEqual, .lessOrEqual, [type], .bool),
      .between(.greater, .greater, [type], .bool),
      .between(.greaterOrEqual, .greaterOrEqual, [type], .bool),
    ]
  }
}
