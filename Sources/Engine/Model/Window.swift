import Diagnostics

public typealias WindowName = Name<Window>

/// A rolling window: what somebody's requests of some actions add up to over so many days.
///
/// Against splitting: a limit held against the sum sees three requests of 90,000 as 270,000.
public struct Window: Sendable {
  /// The longest that a window may look back.
  public static let longest = 3_660

  /// Whose requests add up.
  public enum Bearer: Sendable, Hashable {
    /// The submitter's, whichever entry of the directory they used.
    case submitter
    /// The project's.
    case project
    /// Those of all projects with the same text in this field of a form, letter by letter.
    case field(FormName, FieldName)
  }

  public let name: WindowName
  public let title: Bilingual
  /// Each of them is signed off.
  public let actions: [ActionName]
  public let bearer: Bearer
  /// Today is the last of them.
  public let days: Int
  public let place: Place

  public init(
    name: WindowName, title: Bilingual, actions: [ActionName], bearer: Bearer, days: Int,
    place: Place
  ) {
    self.name = name
    self.title = title
    self.actions = actions
    self.bearer = bearer
    self.days = days
    self.place = place
  }
}
