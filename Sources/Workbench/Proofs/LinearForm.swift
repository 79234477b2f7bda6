import CEL

/// `a·x + b·y + … + c` over the axes of a ``Space``, with exact coefficients.
///
/// Where its sign changes, a condition may change; on either side of its zero and on it the truth of every comparison
/// made of it stands still.
struct LinearForm: Hashable {
  /// By axis, without zeros at the end.
  private(set) var coefficients: [Ratio]
  var constant: Ratio

  init(constant: Ratio) {
    coefficients = []
    self.constant = constant
  }

  init(axis: Int) {
    coefficients = Array(repeating: .zero, count: axis) + [Ratio(.one)]
    constant = .zero
  }

  private init(_ coefficients: [Ratio], _ constant: Ratio) {
    var coefficients = coefficients
    while coefficients.last?.sign == 0 { coefficients.removeLast() }
    self.coefficients = coefficients
    self.constant = constant
  }

  subscript(axis: Int) -> Ratio { axis < coefficients.count ? coefficients[axis] : .zero }

  var isConstant: Bool { coefficients.isEmpty }

  /// The axes it depends on.
  var axes: [Int] { coefficients.indices.filter { coefficients[$0].sign != 0 } }

  func adding(_ other: LinearForm) throws(ArithmeticError) -> LinearForm {
    var sum: [Ratio] = []
    for axis in 0..<max(coefficients.count, other.coefficients.count) {
      sum.append(try self[axis].adding(other[axis]))
    }
    return LinearForm(sum, try constant.adding(other.constant))
  }

  func multiplied(by factor: Ratio) throws(ArithmeticError) -> LinearForm {
    var product: [Ratio] = []
    for coefficient in coefficients { product.append(try coefficient.multiplying(factor)) }
    return LinearForm(product, try constant.multiplying(factor))
  }

  func subtracting(_ other: LinearForm) throws(ArithmeticError) -> LinearForm {
    try adding(other.multiplied(by: Ratio(.one).negated))
  }

  /// The same zeros, the last coefficient being 1: forms that cut space alike become equal.
  func canonical() throws(ArithmeticError) -> LinearForm {
    guard let last = coefficients.last else { return self }
    return try multiplied(by: try Ratio(.one).divided(by: last))
  }

  /// The value at a point given by axis; every axis it depends on must be given.
  func value(at point: [Ratio?]) throws(ArithmeticError) -> Ratio {
    var value = constant
    for axis in axes {
      guard let coordinate = point[axis] else {
        preconditionFailure("a form is evaluated where all of its axes have values")
      }
      value = try value.adding(try coefficients[axis].multiplying(coordinate))
    }
    return value
  }
}

/// A quotient of two linear forms: what `request.budget / original.budget - 1` is.
struct Quantity {
  let numerator: LinearForm
  let denominator: LinearForm

  init(_ numerator: LinearForm, over denominator: LinearForm = LinearForm(constant: Ratio(.one))) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The number, if it depends on nothing. nil also for a division by zero.
  var constant: Ratio? {
    guard numerator.isConstant, denominator.isConstant else { return nil }
    return try? numerator.constant.divided(by: denominator.constant)
  }

  /// nil: the sum is no quotient of linear forms.
  func adding(_ other: Quantity) throws(ArithmeticError) -> Quantity? {
    if denominator == other.denominator {
      return Quantity(try numerator.adding(other.numerator), over: denominator)
    }
    if let constant = other.constant {
      return Quantity(
        try numerator.adding(try denominator.multiplied(by: constant)), over: denominator)
    }
    if let constant {
      return try other.adding(Quantity(LinearForm(constant: constant)))
    }
    if other.denominator.isConstant, denominator.isConstant {
      let mine = try numerator.multiplied(by: other.denominator.constant)
      let its = try other.numerator.multiplied(by: denominator.constant)
      return Quantity(
        try mine.adding(its),
        over: LinearForm(
          constant: try denominator.constant.multiplying(other.denominator.constant)))
    }
    return nil
  }

  func negated() throws(ArithmeticError) -> Quantity {
    Quantity(try numerator.multiplied(by: Ratio(.one).negated), over: denominator)
  }

  /// nil: the product is no quotient of linear forms.
  func multiplying(_ other: Quantity) throws(ArithmeticError) -> Quantity? {
    if let factor = other.constant {
      return Quantity(try numerator.multiplied(by: factor), over: denominator)
    }
    if let factor = constant {
      return Quantity(try other.numerator.multiplied(by: factor), over: other.denominator)
    }
    return nil
  }

  /// nil: the quotient is no quotient of linear forms.
  func divided(by other: Quantity) throws(ArithmeticError) -> Quantity? {
    guard let bottom = other.denominator.isConstant ? other.denominator.constant : nil,
      denominator.isConstant
    else { return nil }
    return Quantity(
      try numerator.multiplied(by: bottom),
      over: try other.numerator.multiplied(by: denominator.constant))
  }
}
