import CEL
import Engine

/// Signatures that the chain of an action may ask of the company: somebody must be there to give them.
package struct Post: Sendable, Hashable {
  package let signers: Signers
  /// How many different people are needed.
  package let needed: Int
  /// Whether their authority must cover an amount.
  package let coversAmount: Bool
  /// The steps that ask for it, in the order of the policy; those of one action but in a `Gap`.
  package internal(set) var steps: [Step]

  /// Who can fill it.
  package enum Signers: Sendable, Hashable {
    /// A holder of any one of these company roles, sorted.
    case roles([RoleName])
    /// Whoever is above others in the reporting line.
    case superiors
  }

  /// Where a post is asked for.
  package struct Step: Sendable, Hashable {
    /// nil: to publish the next version of the policy.
    package let action: ActionName?
    package let chain: Name<Chain>
    package let name: StepName
  }

  /// Whether both need the same people, wherever they are asked.
  package func isLike(_ other: Post) -> Bool {
    signers == other.signers && needed == other.needed && coversAmount == other.coversAmount
  }
}

extension Rulebook {
  /// What the chains ask of the company, the same people once for an action.
  ///
  /// What a project's people or a field of the request can answer is left out: the directory alone does not say whether
  /// somebody will be there. Of a vote no more is asked than that somebody can cast one.
  package var posts: [Post] {
    var posts: [Post] = []
    func add(_ chain: Chain, _ action: ActionName?) {
      for step in chain.steps {
        let place = Post.Step(action: action, chain: chain.name, name: step.name)
        for post in self.posts(of: step, at: place) {
          let index = posts.firstIndex { $0.isLike(post) && $0.steps[0].action == action }
          if let index {
            if !posts[index].steps.contains(place) { posts[index].steps.append(place) }
          } else {
            posts.append(post)
          }
        }
      }
    }
    for action in workflow.actions {
      if let chain = policy.rules[action.name]?.chain { add(chain, action.name) }
    }
    if let chain = policy.publishing { add(chain, nil) }
    return posts
  }

  private func posts(of step: Engine.Step, at place: Post.Step) -> [Post] {
    func post(_ authorities: [Authority], needed: Int = 1) -> [Post] {
      guard let signers = signers(authorities, coverAmount: step.covers != nil) else { return [] }
      return [
        Post(signers: signers, needed: needed, coversAmount: step.covers != nil, steps: [place])
      ]
    }
    switch step.signers {
    case .any(let authorities): return post(authorities)
    case .all(let authorities): return authorities.flatMap { post([$0]) }
    case .quorum(let count, let authorities): return post(authorities, needed: count)
    case .vote: return post(step.signers.authorities)
    }
  }

  /// nil: not the directory's to answer.
  private func signers(_ authorities: [Authority], coverAmount: Bool) -> Post.Signers? {
    // Who is above an unknown submitter is not known; but somebody must be able to agree to the amount.
    if authorities == [.superior] { return coverAmount ? .superiors : nil }
    let roles = authorities.compactMap { authority -> RoleName? in
      guard case .role(let role) = authority, workflow[role: role]?.extent != .project else {
        return nil
      }
      return role
    }
    return roles.isEmpty || roles.count < authorities.count ? nil : .roles(Set(roles).sorted())
  }
}
