import Testing

@testable import Engine

@Suite struct SearchTermsOfTexts {
  private func indexed(_ text: String) -> [String] { SearchTerms.indexed([text], []) }
  private func coded(_ terms: String...) -> [String] { terms.map(SearchTerms.coded) }

  @Test func wordsWithBlanksAreTakenTogetherInLowerCase() {
    #expect(indexed("The iPad-2, again the IPAD!") == ["the", "ipad", "2", "again"])
    #expect(indexed("Größe ΑΒΓ") == coded("größe", "αβγ"))
  }

  @Test func chineseGivesEveryCharacterAndEveryTwoNeighbours() {
    #expect(indexed("投标书") == coded("投", "投标", "标", "标书", "书"))
    // Punctuation separates: nobody looks for words across it.
    #expect(indexed("投，标") == coded("投", "标"))
    #expect(indexed("5G网络") == ["5g"] + coded("网", "网络", "络"))
  }

  @Test func fullWidthLettersAndDigitsAreOrdinaryOnes() {
    #expect(indexed("ＡＢＣ１２") == ["abc12"])
  }

  @Test func whatIsIndexedHoldsNothingThatAStoreCouldReadOtherwise() {
    let text = "\" ' OR NEAR( * ^ : - & | ! <-> =stage=won _投 \u{0} \u{1F600} 𠀀 e\u{301}"
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789_".unicodeScalars)
    for term in indexed(text) {
      #expect(!term.isEmpty && term.unicodeScalars.allSatisfy(allowed.contains), "\(term)")
    }
    #expect(indexed(text).contains(SearchTerms.coded("𠀀")))
  }

  @Test func codedTermsAreTheSameOnlyForTheSameText() {
    let texts = ["_6295", "投", "6295", "a_", "a", "A", "=", "投标", "投_标", "投6807"]
    #expect(Set(texts.map(SearchTerms.coded)).count == texts.count)
  }

  @Test func aQueryAsksForEveryTwoNeighbours() {
    let words = SearchTerms.words("投标书 价 IPAD ipad")
    #expect(words.map(\.text) == ["投标书", "价", "ipad"])
    #expect(words.map(\.terms) == [coded("投标", "标书"), coded("价"), ["ipad"]])
    #expect(SearchTerms.words(" ，。!").isEmpty)
  }

  @Test func aLongTextIsBounded() {
    let text = String(repeating: "abcdefgh", count: 100_000)
    #expect(indexed(text).allSatisfy { $0.count <= 64 })
    let many = (0..<200_000).map { "w\($0)" }.joined(separator: " ")
    #expect(indexed(many).joined(separator: " ").utf8.count <= 500_000)
  }

  @Test func anExcerptMarksWhatWasLookedFor() throws {
    let text = String(repeating: "前", count: 30) + "我们在投标书中" + String(repeating: "后", count: 200)
    let lesson = Lesson(
      project: "P-1", at: .init(seconds: 0)!,
      passages: [
        .init(form: "a", field: "x", text: "没有"), .init(form: "a", field: "y", text: text),
      ], filters: [])
    let excerpt = try #require(Excerpt(lesson, LessonQuery("投标书 没")))
    // Both passages have one of the words: the first is taken.
    #expect(excerpt.field == "x")
    let other = try #require(Excerpt(lesson, LessonQuery("投标书")))
    #expect(other.field == "y")
    #expect(other.parts.filter(\.isHit).map(\.text) == ["投标书"])
    #expect(other.parts.first?.text == String(repeating: "前", count: 17) + "我们在")
    #expect(other.isCutBefore && other.isCutAfter)
    #expect(other.parts.map(\.text).joined().unicodeScalars.count == 120)
  }
}
