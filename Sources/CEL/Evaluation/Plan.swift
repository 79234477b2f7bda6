/// One step of a plan: an operation and what it works on, by position. The position of an instruction is that of its
/// expression in the tree.
struct PlanStep: Sendable, BitwiseCopyable {
  enum Operation: UInt8, Sendable {
    /// `a`: constant
    case literal
    /// `a`: slot
    case slot
    /// `a`: local
    case local
    /// `a`: constant, the name
    case unknownName, unknownFunction
    /// `a`: slot
    case isSet
    /// `a`: operand, `b`: constant, the field
    case select, optionalSelect, has
    /// `a`: first of the operands among `children`, `b`: how many
    case and, or
    /// `a`: operand
    case not
    /// `a`: condition, `b`, `c`: branches
    case conditional
    /// `a`, `b`: operands
    case index, optionalIndex
    /// `builtin` on `a` and `b`
    case equal, relation, arithmetic
    /// `a` in `b`
    case isIn
    /// `builtin`; `a`: first of the arguments among `children`, `b`: how many
    case call
    /// `c`: function; `a`, `b` as for `call`
    case hostCall
    /// `a`: operand, `b`: pattern
    case matches
    /// `a`, `b`: elements, `c`: whether some are optional; each stands as a pair of child and flag
    case list, map
    /// `a`: range, `b`: first local, `c`: filter or -1, `d`: body, `e`: cost of one turn; the macro is in `builtin`
    case comprehension, pairComprehension
    /// `a`: value, `b`: local, `c`: body
    case bind
    /// `a`: target, `b`: local, `c`: body, `d`: 1 if flat
    case optionalMap

    // Faster forms of the above, chosen when the operands allow. `a` and `b` are the operands as before, but known to be
    // slots or literals; the texts of `slotInTexts` stand among the constants from `c`, so many as `d`.
    case equalSlotLiteral, equalSlots, relationSlotLiteral, slotInTexts
  }

  var operation: Operation
  /// The same or a faster form of `operation`; an explanation does without, to see each operand.
  var fast: Operation
  var builtin: UInt16 = 0
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = 0
  var d: Int32 = 0
  var e: Int32 = 0

  init(
    _ operation: Operation, a: Int = 0, b: Int = 0, c: Int = 0, d: Int = 0, e: Int = 0,
    builtin: UInt16 = 0
  ) {
    self.operation = operation
    fast = operation
    self.builtin = builtin
    self.a = Int32(truncatingIfNeeded: a)
    self.b = Int32(truncatingIfNeeded: b)
    self.c = Int32(truncatingIfNeeded: c)
    self.d = Int32(truncatingIfNeeded: d)
    self.e = Int32(truncatingIfNeeded: e)
  }
}

/// A checked expression made ready for running: flat arrays, names gone, literals evaluated.
///
/// A class with its own memory, unlike all else here: evaluating a condition takes less time than counting the references to
/// a few arrays. Nothing changes after `init`, hence unchecked but safe to share.
final class Plan: @unchecked Sendable {
  let code: UnsafeBufferPointer<PlanStep>
  let constants: UnsafeBufferPointer<Value>
  let children: UnsafeBufferPointer<Int32>
  let patterns: [Pattern]
  let functions: [Function]
  /// By step, as UTF-8 bytes of the source.
  let ranges: [Range<Int>]
  /// The names of the slots that are read, by slot.
  let slotNames: [Int: String]
  let root: Int
  let localCount: Int
  /// The slots that inputs must have at least.
  let slotCount: Int
  /// The cost of evaluating each node once.
  let baseCost: Int
  let limits: Limits
  let timeZones: TimeZoneRules

  init(_ draft: Planner, root: Int, limits: Limits, timeZones: TimeZoneRules) {
    code = Self.allocate(draft.code)
    constants = Self.allocate(draft.constants)
    children = Self.allocate(draft.children)
    patterns = draft.patterns
    functions = draft.functions
    ranges = draft.checked.tree.nodes.map(\.range)
    slotNames = draft.slotNames
    self.root = root
    localCount = draft.checked.localCount
    slotCount = (draft.slotNames.keys.max() ?? -1) + 1
    baseCost = draft.nodeCounts[root]
    self.limits = limits
    self.timeZones = timeZones
  }

  deinit {
    code.deallocate()
    UnsafeMutableBufferPointer(mutating: constants).deinitialize().deallocate()
    children.deallocate()
  }

  private static func allocate<Element>(_ elements: [Element]) -> UnsafeBufferPointer<Element> {
    let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
    _ = buffer.initialize(fromContentsOf: elements)
    return UnsafeBufferPointer(buffer)
  }
}
