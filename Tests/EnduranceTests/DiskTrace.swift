import Foundation
import TestKit

/// Everything that a process wrote in a folder, in order, as `faults.c` kept it.
struct DiskTrace {
  enum Step {
    case write(String, offset: Int, [UInt8])
    case truncate(String, length: Int)
    case sync(String)
  }

  private(set) var steps: [Step] = []

  init(_ path: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
      rest = rest[(end + 1)...]
      guard words.count == 4, let first = Int(words[2]), let second = Int(words[3]) else {
        throw CocoaError(.fileReadCorruptFile)
      }
      let name = String(words[1])
      switch words[0] {
      case "write":
        steps.append(.write(name, offset: first, Array(rest.prefix(second))))
        rest = rest.dropFirst(second)
      case "truncate": steps.append(.truncate(name, length: first))
      case "sync": steps.append(.sync(name))
      default: throw CocoaError(.fileReadCorruptFile)
      }
    }
  }
}

/// The files of a folder as a disk may have them when the power fails: what was synced is there, of what was not each
/// write is there, or not, or some of its sectors.
struct Disk {
  private static let sector = 512

  /// What is certainly there.
  private var durable: [String: [UInt8]]
  /// What was done to a file since it was synced.
  private var pending: [String: [DiskTrace.Step]] = [:]
  /// Which syncs are not done, for a control; the files they are about.
  private let ignores: @Sendable (_ name: String, _ emptied: Bool) -> Bool

  init(
    _ files: [String: [UInt8]],
    ignoring ignores: @escaping @Sendable (_ name: String, _ emptied: Bool) -> Bool = { _, _ in
      false
    }
  ) {
    durable = files
    self.ignores = ignores
  }

  mutating func take(_ step: DiskTrace.Step) {
    switch step {
    case .write(let name, _, _), .truncate(let name, _): pending[name, default: []].append(step)
    case .sync(let name):
      var emptied = false
      if case .truncate(_, 0)? = pending[name]?.last { emptied = true }
      guard !ignores(name, emptied) else { return }
      for step in pending[name] ?? [] { Self.apply(step, to: &durable[name, default: []]) }
      pending[name] = nil
    }
  }

  enum Fate: CaseIterable {
    case kept, lost, chance
  }

  /// One of the ways in which the folder may be found.
  func image(_ fate: Fate, _ random: inout SeededGenerator) -> [String: [UInt8]] {
    var files = durable
    for (name, steps) in pending.sorted(by: { $0.key < $1.key }) {
      var bytes = files[name] ?? []
      for step in steps {
        switch fate {
        case .kept: Self.apply(step, to: &bytes)
        case .lost: break
        case .chance:
          switch Int.random(in: 0..<3, using: &random) {
          case 0: break
          case 1: Self.apply(step, to: &bytes)
          default: Self.tear(step, &bytes, &random)
          }
        }
      }
      files[name] = bytes
    }
    return files
  }

  private static func apply(_ step: DiskTrace.Step, to bytes: inout [UInt8]) {
    switch step {
    case .write(_, let offset, let new):
      if bytes.count < offset + new.count {
        bytes += [UInt8](repeating: 0, count: offset + new.count - bytes.count)
      }
      bytes.replaceSubrange(offset..<offset + new.count, with: new)
    case .truncate(_, let length):
      if length < bytes.count {
        bytes.removeLast(bytes.count - length)
      } else {
        bytes += [UInt8](repeating: 0, count: length - bytes.count)
      }
    case .sync: break
    }
  }

  /// Some of the sectors, in no order.
  private static func tear(
    _ step: DiskTrace.Step, _ bytes: inout [UInt8], _ random: inout SeededGenerator
  ) {
    guard case .write(let name, let offset, let new) = step else {
      return apply(step, to: &bytes)
    }
    var start = 0
    while start < new.count {
      // Sectors of the disk, not of the write.
      let end = min(new.count, start + sector - (offset + start) % sector)
      if Bool.random(using: &random) {
        apply(.write(name, offset: offset + start, Array(new[start..<end])), to: &bytes)
      }
      start = end
    }
  }
}
