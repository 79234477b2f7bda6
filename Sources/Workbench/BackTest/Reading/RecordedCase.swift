import CEL
import Diagnostics
import PolicyFiles

/// One case of a recorded history: what was done about one thing that somebody asked for.
struct RecordedCase {
  struct Event {
    let time: Timestamp
    let deed: LogMapping.Deed
    /// By position in the attributes that facts are taken from; nil: not recorded with this event.
    let facts: [String?]
  }

  let name: String
  /// Facts recorded with the case itself, by position like those of events.
  var facts: [String?]
  /// In the order of the log.
  var events: [Event] = []
}

/// Which attributes of a log matter, and what its events are turned into.
struct EventReading {
  let mapping: LogMapping
  /// The attributes that facts are taken from, each once.
  let factKeys: [String]
  let times: TimeReading

  init(_ mapping: LogMapping, times: TimeReading) {
    self.mapping = mapping
    self.times = times
    var keys: [String] = []
    for fact in mapping.facts.sorted(by: { $0.key < $1.key }).flatMap(\.value)
    where !keys.contains(fact.attribute) {
      keys.append(fact.attribute)
    }
    factKeys = keys
  }

  /// The event of a case; `name` names the case in problems.
  func event(activity: String?, time: String?, facts: [String?], case name: String)
    throws(LogProblem) -> RecordedCase.Event
  {
    guard let activity else { throw missing(mapping.activityKey, name) }
    guard let time else { throw missing(mapping.timeKey, name) }
    guard let deed = mapping.activities[activity] else {
      throw LogProblem(
        "unknown-activity",
        Bilingual(
          "activity `\(activity.excerpt)` of case `\(name.excerpt)` is not in the mapping",
          zh: "案例 `\(name.excerpt)` 的活动 `\(activity.excerpt)` 不在映射中"),
        help: didYouMean(activity, among: Array(mapping.activities.keys))
          ?? Bilingual(
            "say what it was under `activities:`, if only `ignore`",
            zh: "请在 `activities:` 下说明，至少写 `ignore`"))
    }
    guard let instant = times.timestamp(time) else {
      throw LogProblem(
        "invalid-time",
        Bilingual(
          "`\(time.excerpt)` in case `\(name.excerpt)` is no time",
          zh: "案例 `\(name.excerpt)` 中的 `\(time.excerpt)` 不是时间"),
        help: Bilingual(
          "times are written `2017-01-09T09:49:50+01:00`", zh: "时间写作 `2017-01-09T09:49:50+01:00`"))
    }
    return RecordedCase.Event(time: instant, deed: deed, facts: facts)
  }

  private func missing(_ key: String, _ name: String) -> LogProblem {
    LogProblem(
      "missing-attribute",
      Bilingual(
        "an event of case `\(name.excerpt)` has no `\(key)`",
        zh: "案例 `\(name.excerpt)` 的事件没有 `\(key)`"),
      help: Bilingual("name another attribute under `keys:`", zh: "请在 `keys:` 下指定其他属性"))
  }
}

extension String {
  /// Enough of a text from a log to recognise it in a message.
  var excerpt: String { unicodeScalars.count > 80 ? "\(String(unicodeScalars.prefix(80)))…" : self }
}
