import CEL
import Engine

/// A signature that the chain of an action may ask of the company: somebody must be there to give it.
package struct Post: Sendable, Hashable {
  /// A holder of any one of these company roles will do.
  package let roles: [RoleName]
  /// The steps that ask for it, in the order of the policy; those of one action but in a `Gap`.
  package internal(set) var steps: [Step]

  /// Where a post is asked for.
  package struct Step: Sendable, Hashable {
    /// nil: to publish the next version of the policy.
    package let action: ActionName?
    package let chain: Name<Chain>
    package let name: StepName
  }
}

extension Rulebook {
  /// What the chains ask of the company, each set of roles once for an action.
  ///
  /// What a project's people or a field of the request can answer is left out: the directory alone does not say whether
  /// somebody will be there.
  package var posts: [Post] {
    var posts: [Post] = []
    func add(_ authorities: [Authority], _ step: Post.Step) {
      let roles = authorities.compactMap(companyRole)
      guard !roles.isEmpty, roles.count == authorities.count else { return }
      let sorted = Set(roles).sorted()
      if let index = posts.firstIndex(where: {
        $0.roles == sorted && $0.steps[0].action == step.action
      }) {
        if !posts[index].steps.contains(step) { posts[index].steps.append(step) }
      } else {
        posts.append(Post(roles: sorted, steps: [step]))
      }
    }
    func add(_ chain: Chain, _ action: ActionName?) {
      for step in chain.steps {
        let place = Post.Step(action: action, chain: chain.name, name: step.name)
        switch step.signers {
        case .any(let authorities), .quorum(_, let authorities): add(authorities, place)
        case .all(let authorities): for authority in authorities { add([authority], place) }
        case .vote: for authority in step.signers.authorities { add([authority], place) }
        }
      }
    }
    for action in workflow.actions {
      if let chain = policy.rules[action.name]?.chain { add(chain, action.name) }
    }
    if let chain = policy.publishing { add(chain, nil) }
    return posts
  }

  /// nil: not the directory's to answer.
  private func companyRole(_ authority: Authority) -> RoleName? {
    guard case .role(let role) = authority, workflow[role: role]?.extent != .project else {
      return nil
    }
    return role
  }
}
