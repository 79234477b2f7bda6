import Workbench

extension RequestExplanation {
  /// The explanation as it stands on a terminal.
  var screen: String {
    var screen = Screen()
    screen.outline(text(Speech.language))
    return screen.text
  }
}
