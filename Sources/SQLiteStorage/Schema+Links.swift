extension Schema {
  /// Which project was opened under which, so that a parent's rules see what became of them.
  static let links = """

    CREATE TABLE children (
      parent INTEGER NOT NULL REFERENCES projects (number),
      number INTEGER NOT NULL REFERENCES projects (number),
      is_over INTEGER NOT NULL CHECK (is_over IN (0, 1)),
      PRIMARY KEY (parent, number)
    ) STRICT, WITHOUT ROWID;
    """
}
