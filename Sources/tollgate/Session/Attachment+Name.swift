import Engine

extension Attachment {
  /// Its name as a file may be called: whoever attached it does not choose where it lands.
  ///
  /// Its last part, without control characters, separators and what reorders text, not hidden, of at most 200 bytes;
  /// `attachment` when nothing is left.
  var safeName: String {
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
    var safe = ""
    for scalar in last.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned,
        .privateUse:
        continue
      default: break
      }
      guard !(safe.isEmpty && (scalar == "." || scalar == "-" || scalar == " ")) else { continue }
      guard safe.utf8.count + String(scalar).utf8.count <= 200 else { break }
      safe.unicodeScalars.append(scalar)
    }
    return safe.isEmpty ? "attachment" : safe
  }
}
