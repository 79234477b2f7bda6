import Engine
import Foundation
import GRDB

/// What stands in a row, read without trust: in a damaged file anything may stand anywhere.
extension Row {
  func value<T: DatabaseValueConvertible>(_ index: Int) throws(StoreFailure) -> T {
    let stored: DatabaseValue = self[index]
    guard let value = T.fromDatabaseValue(stored) else {
      throw .corrupt("a column that should hold \(T.self) does not")
    }
    return value
  }

  func bytes(_ index: Int) throws(StoreFailure) -> [UInt8] {
    let data: Data = try value(index)
    return [UInt8](data)
  }

  func json<T: Decodable>(_ index: Int) throws -> T {
    try JSONText(parsing: try bytes(index)).decode()
  }

  func stream(_ index: Int) throws(StoreFailure) -> Engine.Stream {
    let text: String = try value(index)
    guard let stream = Engine.Stream(text) else {
      throw .corrupt("`\(text)` is not the name of a record")
    }
    return stream
  }
}
