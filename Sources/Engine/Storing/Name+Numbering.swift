/// Identities of stored things are numbered from 1: a project is `P-12`, a request `R-7`.
extension Name where Kind == ProjectKind {
  package init(number: Int) { self.init("P-\(number)") }

  /// nil: not an identity that a store gave.
  package var number: Int? { text.number(after: "P-") }
}

extension Name where Kind == RequestKind {
  package init(number: Int) { self.init("R-\(number)") }

  /// nil: not an identity that a store gave.
  public var number: Int? { text.number(after: "R-") }
}

extension Stream {
  /// The stream that a description names; nil: none is described so.
  package init?(_ description: String) {
    if description == "workspace" {
      self = .workspace
    } else {
      let id = ProjectID(description)
      guard id.number != nil else { return nil }
      self = .project(id)
    }
  }
}

extension String {
  /// One number has one spelling: no sign, no leading zero.
  fileprivate func number(after prefix: String) -> Int? {
    let digits = utf8.dropFirst(prefix.utf8.count)
    guard utf8.starts(with: prefix.utf8), let first = digits.first, first != UInt8(ascii: "0"),
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int(Substring(digits))
  }
}
