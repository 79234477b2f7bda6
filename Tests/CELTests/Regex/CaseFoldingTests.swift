import Testing

@testable import CEL

@Suite("Letter cases of patterns")
struct CaseFoldingTests {
  @Test("no scalar with letter cases lies outside the blocks that are scanned")
  func blocks() {
    for value in UInt32(0)...0x10FFFF {
      if CaseFolding.blocks.contains(where: { $0.contains(value) }) { continue }
      let key = CaseFolding.key(value)
      #expect(key == value, "U+\(String(value, radix: 16)) folds to U+\(String(key, radix: 16))")
    }
  }

  @Test(
    "groups of letter cases are those of CaseFolding.txt",
    arguments: [
      [0x4B, 0x6B, 0x212A], [0x53, 0x73, 0x17F], [0xC5, 0xE5, 0x212B], [0xB5, 0x39C, 0x3BC],
      [0x1C4, 0x1C5, 0x1C6], [0x345, 0x399, 0x3B9, 0x1FBE], [0x3A3, 0x3C2, 0x3C3],
      [0xDF, 0x1E9E], [0x13A0, 0xAB70], [0x10D0, 0x1C90], [0x1F80, 0x1F88], [0x10400, 0x10428],
      [0x412, 0x432, 0x1C80], [0x398, 0x3B8, 0x3D1, 0x3F4],
    ])
  func groups(group: [UInt32]) {
    for member in group {
      let others = CaseFolding.partners(of: member)
      #expect(others.sorted() == group.filter { $0 != member })
    }
  }

  @Test("letters without another case of one scalar stand alone", arguments: [0x49, 0x69])
  func turkish(letter: UInt32) {
    let others = CaseFolding.partners(of: letter)
    #expect(others == [letter ^ 0x20])
    for alone in [UInt32(0x130), 0x131, 0x149, 0x4E2D] {
      #expect(CaseFolding.partners(of: alone).isEmpty)
    }
  }

  @Test("a range has the cases of its scalars, whatever its borders")
  func ranges() {
    var generator = SeededGenerator(seed: 26)
    for turn in 0..<400 {
      let first = UInt32.random(in: 0x30...(turn < 200 ? 0x600 : 0x1F00), using: &generator)
      let range =
        first...first + UInt32.random(in: 1...(turn % 2 == 0 ? 40 : 3_000), using: &generator)
      var expected: Set<UInt32> = []
      for scalar in range {
        for other in CaseFolding.partners(of: scalar) where !range.contains(other) {
          expected.insert(other)
        }
      }
      var found: Set<UInt32> = []
      for partners in CaseFolding.partners(of: [range]) {
        for other in partners where !range.contains(other) { found.insert(other) }
      }
      #expect(found == expected, "\(range)")
    }
  }
}
