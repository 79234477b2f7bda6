// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "tollgate",
  products: [
    .library(name: "CEL", targets: ["CEL"])
  ],
  dependencies: [],
  targets: [
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "Diagnostics"),
    .target(name: "CEL", dependencies: ["Diagnostics"]),
    .target(name: "Engine", dependencies: ["CEL", "Diagnostics"]),
    .target(name: "PolicyFiles", dependencies: ["Engine", "CLibYAML"]),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"]),
    .testTarget(name: "CELTests", dependencies: ["CEL"]),
  ]
)
