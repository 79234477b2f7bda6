import Diagnostics

extension String {
  /// The text as it stands between tags or in quotes of an attribute: it cannot become markup, steer anything or hide.
  package var html: String {
    inert.unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  /// The same, its lines kept apart.
  package var htmlLines: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { String($0).html }
      .joined(separator: "<br>")
  }
}
