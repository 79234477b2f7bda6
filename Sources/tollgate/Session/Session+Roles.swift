import Diagnostics
import Engine

extension Session {
  /// The company roles that the workflows in force know, and the administrator's; nil: no policy is in force yet.
  func companyRoles() throws -> Set<RoleName>? {
    guard !workspace.policies.isEmpty else { return nil }
    var roles: Set<RoleName> = [Role.administrator]
    for published in workspace.policies.values {
      for role in try service.rulebook(published.rulebook).workflow.roles
      where role.extent == .company {
        roles.insert(role.name)
      }
    }
    return roles
  }

  /// The currency of ceilings: that of the workflows in force; nil: there is none, or they have several.
  func companyCurrency() throws -> String? {
    let currencies = Set(
      try workspace.policies.values.map { try service.rulebook($0.rulebook).workflow.currency })
    return currencies.count == 1 ? currencies.first : nil
  }

  /// Rules to call the company's roles by and to tell its time in: the first policy's. nil: none is in force yet.
  func companyRulebook() throws -> Rulebook? {
    try workspace.policies.min { $0.key < $1.key }.map { try service.rulebook($0.value.rulebook) }
  }

  /// Refuses a company role that no workflow knows: nobody would ever be asked for it.
  func requireCompanyRole(_ role: RoleName) throws {
    guard let known = try companyRoles(), !known.contains(role) else { return }
    throw Refusal(
      .unknownRole,
      Bilingual("`\(role)` is not a role in the company", zh: "`\(role)` 不是公司角色"),
      help: didYouMean(role.text, among: known.map(\.text).sorted())
        ?? Bilingual(
          "roles on a project are given with `--project`", zh: "项目角色请加 `--project`"))
  }
}
