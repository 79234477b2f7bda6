extension Attachment {
  /// The largest file that a field takes unless its `max_size:` says otherwise: 10 MB.
  public static let usualLimit = 10 << 20
  /// The largest that any field may take: 50 MB. A file is held in memory whole while it is stored.
  public static let greatestLimit = 50 << 20
}
