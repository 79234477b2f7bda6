extension Project {
  /// The number that a form gave to the project itself; nil: none did.
  public func number(in workflow: Workflow) -> SerialNumber? {
    for form in workflow.forms where !workflow.actions.contains(where: { $0.form == form.name }) {
      for field in form.fields where field.numbering != nil {
        if let serial = forms[form.name]?.values[field.name]?.serial { return serial }
      }
    }
    return nil
  }
}

extension Request {
  /// The number that its form gave it; nil: none did.
  public var number: SerialNumber? {
    content.sorted { $0.key < $1.key }.lazy.compactMap(\.value.serial).first
  }
}
