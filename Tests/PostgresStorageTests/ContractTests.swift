import StorePromises
import TestKit
import Testing

@Suite(.needsServer) struct PostgresStoreKeepsTheContract {
  @Test(arguments: StoreContract.promises) func promise(_ promise: StoreContract) throws {
    let database = try TestDatabase()
    _ = try database.create()
    try promise.hold { try database.open() }
  }
}
