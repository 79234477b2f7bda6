import Diagnostics
import Testing

@testable import PolicyFiles

@Suite struct Writing {
  /// Whatever is accepted comes back as the same tree, once written and read again.
  @Test func whatIsWrittenReadsBackAsTheSameTree() throws {
    guard let cases = try YAMLSuite.cases() else {
      print("yaml-test-suite writing: SKIPPED, no data")
      return
    }
    var count = 0
    for test in cases {
      guard let node = try? YAMLReader.read(SourceFile(name: test.id, text: test.yaml)) else {
        continue
      }
      count += 1
      let text = YAMLWriter.write(node)
      let again = try? YAMLReader.read(SourceFile(name: test.id, text: text))
      #expect(again?.outline == node.outline, "\(test.id):\n\(text)")
    }
    #expect(count > 100)
  }

  @Test func shortThingsStandOnOneLineAndLongOnesDoNot() throws {
    let yaml = """
      limits:
        a: {value: 5%, between: [0%, 10%]}
      rules:
        - [">= 5", "-", A]
      when: |
        a > 1
        && b
      steps:
        - step: executive
          title: {en: a title that makes the line much longer than would be read, zh: 很长很长的标题}
          when: something > something_else || another
      """
    let node = try YAMLReader.read(SourceFile(name: "t", text: yaml))
    #expect(
      YAMLWriter.write(node) { path, _ in path == ["limits", "a"] ? "t:2" : nil } == """
        limits:
          a: {value: 5%, between: [0%, 10%]}  # t:2
        rules:
          - [">= 5", "-", A]
        when: |
          a > 1
          && b
        steps:
          - step: executive
            title: {en: a title that makes the line much longer than would be read, zh: 很长很长的标题}
            when: something > something_else || another

        """)
  }
}
