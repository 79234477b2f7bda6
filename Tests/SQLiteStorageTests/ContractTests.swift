import SQLiteStorage
import StorePromises
import TestKit
import Testing

@Suite struct SQLiteStoreKeepsTheContract {
  @Test(arguments: StoreContract.promises) func promise(_ promise: StoreContract) throws {
    try TemporaryFolder.with { folder in
      let path = folder.path("workspace.sqlite")
      _ = try SQLiteStore.create(at: path, sha256: sha256)
      try promise.hold { try SQLiteStore.open(at: path, sha256: sha256) }
    }
  }
}

/// The naive store of scenarios knows no constraints, but its outbox and what reports read are held to the same.
@Suite struct MemoryStoreKeepsTheOutbox {
  @Test(arguments: StoreContract.outbox + StoreContract.overview) func promise(
    _ promise: StoreContract
  ) throws {
    let store = MemoryStore(sha256: sha256)
    try promise.hold { store }
  }
}
