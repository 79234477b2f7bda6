import CEL
import Diagnostics

/// What the first byte chooses is fed with the rest: patterns, numbers, times, base64.
///
/// Nothing may trap, and what was read and written again must be the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLeaves(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  let bytes = UnsafeBufferPointer(start: start, count: count)
  let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
  switch bytes[0] % 6 {
  case 0, 1: fuzzPattern(text)
  case 2: fuzzNumbers(text)
  case 3: fuzzTimes(text)
  case 4: fuzzDoubles(bytes.dropFirst())
  default:
    if let decoded = Base64.decode(text) {
      precondition(Base64.decode(Base64.encode(decoded)) == decoded)
    }
    _ = Quoting.quoted(text)
  }
  return 0
}

/// The text before the first NUL is the pattern, what follows is searched.
private func fuzzPattern(_ text: String) {
  let parts = text.utf8.split(separator: 0, maxSplits: 1).map { String(Substring($0)) }
  guard let source = parts.first else { return }
  do {
    let pattern = try Pattern(source)
    precondition(pattern.size <= Pattern.maximumSize)
    let text = parts.count > 1 ? parts[1] : source
    let found = pattern.matches(text)
    // A group around the whole and an empty branch that cannot match change nothing.
    if let grouped = try? Pattern("(?:" + source + ")") {
      precondition(grouped.matches(text) == found)
    }
  } catch {
    precondition(0...source.utf8.count ~= error.offset)
  }
}

/// Two numbers and a scale, with blanks between them.
private func fuzzNumbers(_ text: String) {
  let words = text.split(separator: " ").map(String.init)
  for word in words {
    if let decimal = Decimal(word) {
      precondition(Decimal(decimal.description)?.description == decimal.description)
      precondition(decimal.normalized == decimal)
    }
    if let ratio = Ratio(word) { precondition(Ratio(ratio.description) == ratio) }
  }
  guard words.count >= 2, let left = Decimal(words[0]), let right = Decimal(words[1]) else {
    return
  }
  if let sum = try? left.adding(right) {
    precondition((try? sum.subtracting(right)) == left)
    precondition((sum > left) == (right.sign > 0))
  }
  if let product = try? left.multiplying(right), right.sign != 0 {
    precondition((try? product.divided(by: right)) == .decimal(left))
  }
  if let quotient = try? left.divided(by: right) {
    precondition(
      (try? quotient.multiplying(ExactNumber(right)))?.order(to: .decimal(left)) ?? 0 == 0)
  }
  for rule in RoundingRule.allCases {
    if let rounded = try? left.rounded(toScale: words.count > 2 ? Int(words[2]) ?? 0 : 0, rule) {
      precondition((try? rounded.rounded(toScale: rounded.scale, rule)) == rounded)
    }
  }
}

private func fuzzTimes(_ text: String) {
  if let date = CivilDate(text) { precondition(date.description == text) }
  if let span = TimeSpan(text) { precondition(TimeSpan(span.description) == span) }
  guard let time = Timestamp(text) else { return }
  precondition(Timestamp(time.description) == time)
  for zone in ["UTC", "+14:00", "-14:00"] {
    precondition(TimeZoneRules.fixedOffsets.civilTime(time, zone: zone) != nil)
  }
}

private func fuzzDoubles(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
  let value = Double(bitPattern: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
  guard value.isFinite else { return }
  precondition(Double(DoubleText.shortest(value)) == value)
  precondition(Double(DoubleText.plain(value)) == value)
  precondition(Double(DoubleText.scientific(value, fraction: 16)) == value)
  _ = DoubleText.fixed(value, fraction: 6)
}
