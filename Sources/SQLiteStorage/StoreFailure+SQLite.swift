import Engine
import GRDB

extension StoreFailure {
  /// What an error means to whoever asked the store.
  init(_ error: any Error, path: String) {
    guard let error = error as? DatabaseError else {
      self =
        switch error {
        case let failure as StoreFailure: failure
        case let error as JSONError: .corrupt("a record cannot be read: \(error)")
        case let error as DecodingError: .corrupt("a record cannot be read: \(error)")
        default: .failed("\(error)")
        }
      return
    }
    let message = error.message ?? "\(error.resultCode)"
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: self = .readOnly(path)
    case .SQLITE_FULL: self = .full(path)
    case .SQLITE_CORRUPT: self = .corrupt("\(path): \(message)")
    case .SQLITE_NOTADB: self = .notAWorkspace(path)
    default: self = .failed("\(path): \(message) (\(error.extendedResultCode.rawValue))")
    }
  }
}

extension DatabaseError {
  /// A unique key is in use: somebody was faster.
  var isTaken: Bool {
    switch extendedResultCode {
    case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID: true
    default: false
    }
  }

  /// Whether the connection's picture of the file can no longer be trusted: the disk may have taken part of a write.
  var breaksTheConnection: Bool {
    switch resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_CONSTRAINT, .SQLITE_READONLY, .SQLITE_INTERRUPT:
      false
    default: true
    }
  }
}
