import Diagnostics
import Engine

extension Shape {
  static let notify = Shape.object(
    "where notifications go / 通知送往何处",
    required: [
      "notify": .scalar("the workspace's name in messages / 消息中的工作区名称"),
      "sinks": .map(of: sink, "sinks by name / 渠道"),
    ],
    optional: [
      "addresses": .object(
        "mail addresses / 邮件地址",
        optional: [
          "default": .scalar("{id}@example.com"),
          "people": .map(of: .scalar("address / 地址"), "by person / 各人员"),
        ]),
      "languages": .object(
        "languages / 语言",
        optional: ["default": language, "people": .map(of: language, "by person / 各人员")]),
      "give_up_after": .scalar("3 days"), "keep": .scalar("30 days"),
    ])

  static let sink = Shape.object(
    "a place where notifications go / 渠道",
    optional: [
      "command": .list(
        of: .scalar("argument / 参数"), "a program that takes a mail on its input / 从标准输入读邮件的程序"),
      "from": .scalar("the sender's address / 发件地址"),
      "webhook": .scalar("https://… / 网络回调地址"),
      "secret": .object(
        "where the secret is kept / 密钥所在",
        optional: [
          "file": .scalar("a path / 路径"), "env": .scalar("a variable / 环境变量"),
        ], oneOf: [["file"], ["env"]]),
      "file": .scalar("a file to append to / 追加写入的文件"),
      "kinds": .list(
        of: .choice(Notification.Kind.allCases.map(\.rawValue), "kind / 类别"),
        "which notifications; all by default / 通知类别，默认全部"),
      "timeout": .scalar("30 seconds"),
    ], oneOf: [["command"], ["webhook"], ["file"]])

  private static let language = Shape.choice(
    Language.allCases.map(\.rawValue), "en or zh / en 或 zh")
}
