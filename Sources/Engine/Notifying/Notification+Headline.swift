import Diagnostics

extension Notification {
  /// What the person is told, in a few words: `please sign R-7: “Tower” (P-1): Adjust the task book`.
  public var headline: Bilingual {
    let what = request?.text ?? ""
    let news: Bilingual
    switch kind {
    case .asked: news = Bilingual("please sign \(what)", zh: "请签署 \(what)")
    case .returned: news = Bilingual("\(what) was returned", zh: "\(what) 被退回")
    case .approved: news = Bilingual("\(what) is approved", zh: "\(what) 已通过")
    case .rejected: news = Bilingual("\(what) was rejected", zh: "\(what) 被拒绝")
    case .withdrawn: news = Bilingual("\(what) was withdrawn", zh: "\(what) 已撤回")
    case .lapsed: news = Bilingual("\(what) lapsed", zh: "\(what) 已失效")
    case .vacancy: news = Bilingual("nobody can sign \(what)", zh: "\(what) 无人可签")
    case .published: news = Bilingual("a policy is in force", zh: "制度已生效")
    case .appointed: news = Bilingual("you have a new role", zh: "你有新的角色")
    case .relieved: news = Bilingual("a role of yours has ended", zh: "你的角色已终止")
    case .moved: news = Bilingual("a project has moved on", zh: "项目进入新阶段")
    }
    return Bilingual("\(news.en): \(subject.en)", zh: "\(news.zh)：\(subject.zh)")
  }
}
