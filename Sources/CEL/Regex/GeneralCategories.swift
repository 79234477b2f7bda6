/// A set of Unicode general categories, as `\p{L}`, `\pN`, `\p{Lu}` name them.
struct GeneralCategories: OptionSet, Sendable {
  let rawValue: UInt32

  /// The two-letter names; their places are their bits. `Cn` (unassigned) has no name in RE2.
  private static let names = [
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi",
    "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
  ]

  static let all = GeneralCategories(rawValue: (1 << 30) - 1)

  init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// `Lu`, or `L` for all that begin with it; nil for another name.
  init?(named name: String) {
    var bits: UInt32 = 0
    for (bit, category) in Self.names.enumerated()
    where category == name || (name.utf8.count == 1 && category.hasPrefix(name)) {
      bits |= 1 << UInt32(bit)
    }
    guard bits != 0 else { return nil }
    rawValue = bits
  }

  var complement: GeneralCategories { Self.all.subtracting(self) }

  /// Whether the scalar is of one of the categories; false for a surrogate.
  func contains(_ scalar: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(scalar) else { return false }
    return rawValue >> Self.bit(scalar.properties.generalCategory) & 1 == 1
  }

  private static func bit(_ category: Unicode.GeneralCategory) -> UInt32 {
    switch category {
    case .uppercaseLetter: 0
    case .lowercaseLetter: 1
    case .titlecaseLetter: 2
    case .modifierLetter: 3
    case .otherLetter: 4
    case .nonspacingMark: 5
    case .spacingMark: 6
    case .enclosingMark: 7
    case .decimalNumber: 8
    case .letterNumber: 9
    case .otherNumber: 10
    case .connectorPunctuation: 11
    case .dashPunctuation: 12
    case .openPunctuation: 13
    case .closePunctuation: 14
    case .initialPunctuation: 15
    case .finalPunctuation: 16
    case .otherPunctuation: 17
    case .mathSymbol: 18
    case .currencySymbol: 19
    case .modifierSymbol: 20
    case .otherSymbol: 21
    case .spaceSeparator: 22
    case .lineSeparator: 23
    case .paragraphSeparator: 24
    case .control: 25
    case .format: 26
    case .surrogate: 27
    case .privateUse: 28
    case .unassigned: 29
    @unknown default: 29
    }
  }
}
