import CEL
import Diagnostics
import Engine

extension Samples {
  /// A notification with little in it.
  public static func notification(
    _ id: NotificationID, to person: PersonID,
    at time: Timestamp = Timestamp(seconds: 1_800_000_000)!
  ) -> Engine.Notification {
    Engine.Notification(
      id: id, to: person, kind: .asked, subject: Bilingual("Adjust “Tower”", zh: "调整“塔楼”"),
      project: "P-1", request: "R-1", step: "sponsor", by: "ada", at: time,
      why: Bilingual("ada submitted it", zh: "ada 提交"), due: day)
  }

  /// A notification with everything in it that could go wrong on its way through a store.
  public static let everyNotification = Engine.Notification(
    id: "workspace.9.1", to: "o'neil%_\u{1F600}", kind: .published,
    subject: Bilingual("“quotes” \\ \u{1}\r\n", zh: "发布制度“标准”"), project: nil, request: nil,
    step: nil, by: nil, at: Timestamp(seconds: 1_800_000_001)!,
    why: Bilingual("", zh: "全角：，。"), due: nil)
}
