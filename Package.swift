// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "tollgate",
  products: [
    .executable(name: "tollgate", targets: ["tollgate"]),
    .library(name: "CEL", targets: ["CEL"]),
    .library(name: "PolicyFiles", targets: ["PolicyFiles"]),
    .library(name: "SQLiteStorage", targets: ["SQLiteStorage"]),
    .library(name: "PostgresStorage", targets: ["PostgresStorage"]),
  ],
  // Off unless asked for: loading libpq and what it needs takes longer than a decision in a file.
  traits: [
    .trait(name: "PostgreSQL", description: "Workspaces on a PostgreSQL server; needs libpq.")
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "Diagnostics"),
    // Without Foundation nobody else asks for the C library's mathematics, which rounding doubles needs.
    .target(
      name: "CEL", dependencies: ["Diagnostics"], exclude: ["README.md"],
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    .target(name: "Engine", dependencies: ["CEL", "Diagnostics"]),
    .target(name: "PolicyFiles", dependencies: ["Engine", "CLibYAML", "CEL", "Diagnostics"]),
    .target(
      name: "SQLiteStorage",
      dependencies: [
        "Engine", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .target(
      name: "PostgresStorage",
      dependencies: ["Engine", .target(name: "CLibPQ", condition: .when(traits: ["PostgreSQL"]))]),
    .target(name: "Workbench", dependencies: ["Engine", "PolicyFiles", "CZlib"]),
    .target(
      name: "Audit",
      dependencies: ["Engine", "Diagnostics", .product(name: "Crypto", package: "swift-crypto")]),
    .target(
      name: "Delivery",
      dependencies: ["Engine", "PolicyFiles", .product(name: "Crypto", package: "swift-crypto")]),
    .target(name: "Reporting", dependencies: ["CEL", "Diagnostics", "Engine"]),
    .executableTarget(
      name: "tollgate",
      dependencies: [
        "Audit", "Delivery", "Engine", "PolicyFiles", "PostgresStorage", "Reporting",
        "SQLiteStorage", "Workbench",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"]),
    .testTarget(name: "CELTests", dependencies: ["CEL"]),
    .target(
      name: "TestKit",
      dependencies: ["Engine", "PolicyFiles", .product(name: "Crypto", package: "swift-crypto")],
      path: "Tests/TestKit"),
    .testTarget(name: "EngineTests", dependencies: ["Engine", "PolicyFiles", "TestKit"]),
    .testTarget(name: "ReportingTests", dependencies: ["Reporting", "TestKit"]),
    .testTarget(name: "WorkbenchTests", dependencies: ["Workbench", "TestKit"]),
    .testTarget(
      name: "DeliveryTests", dependencies: ["Delivery", "SQLiteStorage", "TestKit", "tollgate"]),
    .testTarget(
      name: "PolicyFilesTests", dependencies: ["PolicyFiles", "TestKit"],
      exclude: ["yaml-verdicts.txt", "Fixtures"]),
    .target(
      name: "StorePromises", dependencies: ["Engine", "TestKit"], path: "Tests/StorePromises"),
    .executableTarget(
      name: "store-probe", dependencies: ["Engine", "SQLiteStorage", "TestKit"],
      path: "Tests/StoreProbe"),
    .testTarget(
      name: "SQLiteStorageTests",
      dependencies: [
        "SQLiteStorage", "StorePromises", "TestKit", "store-probe", "tollgate",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "AuditTests",
      dependencies: [
        "Audit", "PolicyFiles", "SQLiteStorage", "TestKit", "Workbench",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ], exclude: ["Goldens"]),
    .testTarget(
      name: "EnduranceTests",
      dependencies: ["Audit", "Engine", "SQLiteStorage", "TestKit", "store-probe", "tollgate"]),
    .testTarget(
      name: "PostgresStorageTests",
      dependencies: [
        "Audit", "PolicyFiles", "PostgresStorage", "SQLiteStorage", "StorePromises", "TestKit",
      ]),
    .testTarget(
      name: "TollgateTests", dependencies: ["tollgate", "TestKit"],
      exclude: ["Prepared", "Rules", "Transcripts"]),
  ]
)
