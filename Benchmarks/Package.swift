// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that the product's build knows nothing of benchmarks.
let package = Package(
  name: "benchmarks",
  dependencies: [
    .package(name: "tollgate", path: "..", traits: ["PostgreSQL"]),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
  ],
  targets: [
    .target(name: "Measuring"),
    .executableTarget(
      name: "CELBenchmark",
      dependencies: ["Measuring", .product(name: "CEL", package: "tollgate")]),
    .executableTarget(
      name: "RequestBenchmark",
      dependencies: [
        "Measuring",
        .product(name: "PolicyFiles", package: "tollgate"),
        .product(name: "SQLiteStorage", package: "tollgate"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .executableTarget(
      name: "HostileBenchmark",
      dependencies: ["Measuring", .product(name: "CEL", package: "tollgate")]),
    .executableTarget(
      name: "PolicyBenchmark",
      dependencies: ["Measuring", .product(name: "PolicyFiles", package: "tollgate")]),
    .executableTarget(
      name: "ServerBenchmark",
      dependencies: [
        .product(name: "PolicyFiles", package: "tollgate"),
        .product(name: "PostgresStorage", package: "tollgate"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .executableTarget(
      name: "StoreBenchmark",
      dependencies: [
        .product(name: "PolicyFiles", package: "tollgate"),
        .product(name: "SQLiteStorage", package: "tollgate"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
  ]
)
