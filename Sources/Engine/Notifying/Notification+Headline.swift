import Diagnostics

extension Notification {
  /// What the person is told, in a few words: `please sign R-7: “Tower” (P-1): Adjust the task book`.
  public var headline: Bilingual {
    let what = request?.text ?? ""
    let news: Bilingual
    switch kind {
    case .asked: news = Bilingual("please sign \(what)", zh: "请签署 \(what)")
    case .reminded: news = Bilingual("\(what) waits for you", zh: "\(what) 待你签署")
    case .escalated: news = Bilingual("\(what) went to others too", zh: "\(what) 已升级处理")
    case .returned: news = Bilingual("\(what) was returned", zh: "\(what) 被退回")
    case .takenBack: news = Bilingual("an approval of \(what) was taken back", zh: "\(what) 的同意被拿回")
    case .migrated: news = Bilingual("\(what) is under new rules", zh: "\(what) 改用新制度")
    case .approved: news = Bilingual("\(what) is approved", zh: "\(what) 已通过")
    case .rejected: news = Bilingual("\(what) was rejected", zh: "\(what) 被拒绝")
    case .withdrawn: news = Bilingual("\(what) was withdrawn", zh: "\(what) 已撤回")
    case .lapsed: news = Bilingual("\(what) lapsed", zh: "\(what) 已失效")
    case .overridden: news = Bilingual("\(what) was let pass by override", zh: "\(what) 已特批")
    case .overrideAsked:
      news = Bilingual("an override of \(what) asks for a second person", zh: "\(what) 的特批待第二人确认")
    case .review: news = Bilingual("the override of \(what)", zh: "\(what) 的特批复核")
    case .vacancy: news = Bilingual("nobody can sign \(what)", zh: "\(what) 无人可签")
    case .copied: news = Bilingual("for your information, \(what)", zh: "抄送 \(what)")
    case .informationAsked: news = Bilingual("a question about \(what)", zh: "\(what) 请补充说明")
    case .consulted: news = Bilingual("your advice on \(what)", zh: "\(what) 征求你的意见")
    case .answered: news = Bilingual("an answer about \(what)", zh: "\(what) 已补充说明")
    case .advised: news = Bilingual("advice on \(what)", zh: "\(what) 的意见")
    case .overdue: news = Bilingual("overdue \(what)", zh: "逾期 \(what)")
    case .condition: news = Bilingual("a condition \(what)", zh: "附加条件 \(what)")
    case .nominated: news = Bilingual("you are to hold a role", zh: "你被提名担任角色")
    case .handedOver: news = Bilingual("you take over", zh: "你接手工作")
    case .standIn: news = Bilingual("you stand in", zh: "你担任代理")
    case .absence: news = Bilingual("an absence", zh: "缺席安排")
    case .appointed: news = Bilingual("you have a new role", zh: "你有新的角色")
    case .relieved: news = Bilingual("a role of yours has ended", zh: "你的角色已终止")
    case .key: news = Bilingual("your signing keys", zh: "你的签名密钥")
    case .moved: news = Bilingual("a project has moved on", zh: "项目进入新阶段")
    case .published: news = Bilingual("a policy is in force", zh: "制度已生效")
    }
    // What is about no request leaves a blank where its id would stand.
    func trimmed(_ text: String) -> String { text.hasSuffix(" ") ? String(text.dropLast()) : text }
    return Bilingual(
      "\(trimmed(news.en)): \(subject.en)", zh: "\(trimmed(news.zh))：\(subject.zh)")
  }
}
