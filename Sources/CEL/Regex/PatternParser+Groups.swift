import Diagnostics

extension PatternParser {
  /// `(…)`, `(?:…)`, `(?P<name>…)`, `(?i:…)`; nil for `(?i)`, which only changes the flags.
  mutating func group() throws(PatternError) -> Item? {
    let start = index
    index += 1
    let outer = flags
    if skip("?") {
      if peek == "<" || (peek == "P" && peek(1) == "<") {
        try groupName(from: start)
      } else if try flagChange(from: start) {
        return nil
      }
    }
    depth += 1
    guard depth <= Self.maximumDepth else {
      throw failure(
        Bilingual(
          "more than \(Self.maximumDepth) groups within each other",
          zh: "分组嵌套超过 \(Self.maximumDepth) 层"), at: start)
    }
    let inner = try choice()
    depth -= 1
    guard skip(")") else {
      throw failure(Bilingual("`(` without `)`", zh: "`(` 没有对应的 `)`"), at: start)
    }
    flags = outer
    return inner
  }

  /// `P<name>` or `<name>`, of ASCII word characters and each only once.
  private mutating func groupName(from start: Int) throws(PatternError) {
    _ = skip("P")
    index += 1
    let first = index
    while let scalar = peek, NamedClasses.isWord(scalar.value) { index += 1 }
    let name = Array(scalars[first..<index])
    guard !name.isEmpty, skip(">") else {
      throw failure(
        Bilingual(
          "invalid name of a group `\(text(from: start))`", zh: "分组名称无效 `\(text(from: start))`"),
        at: start)
    }
    guard groupNames.insert(name).inserted else {
      throw failure(
        Bilingual(
          "second group with the name `\(text(from: start))`",
          zh: "分组名称重复 `\(text(from: start))`"), at: start)
    }
  }

  /// `i-s:` or `i-s)`; true for the latter, after which the flags hold for the rest of the group.
  private mutating func flagChange(from start: Int) throws(PatternError) -> Bool {
    var result = flags
    var (removing, named) = (false, true)
    while let scalar = peek {
      index += 1
      let flag: Flags
      switch scalar {
      case "i": flag = .foldCase
      case "m": flag = .multiline
      case "s": flag = .dotMatchesNewline
      case "U": flag = .swapGreed
      case "-" where !removing:
        (removing, named) = (true, false)
        continue
      case ":" where named, ")" where named:
        flags = result
        return scalar == ")"
      default:
        throw failure(
          Bilingual(
            "unknown group `\(text(from: start))`; there is no look-around",
            zh: "无法识别的分组 `\(text(from: start))`；不支持环视"), at: start)
      }
      named = true
      if removing { result.remove(flag) } else { result.insert(flag) }
    }
    throw failure(Bilingual("`(` without `)`", zh: "`(` 没有对应的 `)`"), at: start)
  }
}
