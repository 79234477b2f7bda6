import Engine
import Foundation
import Testing

@testable import Audit

@Suite struct Notes {
  /// The example of Go's `golang.org/x/mod/sumdb/note`, made by another implementation.
  private static let goKey =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  private static let goSecret =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
  private static let goNote =
    "If you think cryptography is the answer to your problem,\n"
    + "then you don't know what your problem is.\n\n"
    + "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

  @Test func aNoteThatGoSignedIsSigned() throws {
    let key = try #require(NoteKey(Self.goKey))
    let note = try #require(SignedNote(Array(Self.goNote.utf8)))
    #expect(note.isSigned(by: key))
    #expect(note.description == Self.goNote)
    #expect(NoteSigner(Self.goSecret)?.key == key)
  }

  @Test func aChangedNoteIsNotSigned() throws {
    let key = try #require(NoteKey(Self.goKey))
    let bytes = Array(Self.goNote.utf8)
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      #expect(SignedNote(changed)?.isSigned(by: key) != true, "byte \(index)")
    }
  }

  @Test func anotherKeyOfTheSameNameSignsNothing() throws {
    let signer = try #require(NoteSigner(name: "PeterNeumann"))
    let note = try #require(SignedNote(Array(Self.goNote.utf8)))
    #expect(!note.isSigned(by: signer.key))
  }

  @Test func aKeyComesBackFromItsText() throws {
    let signer = try #require(NoteSigner(name: "acme.example/log"))
    #expect(NoteKey(signer.key.description) == signer.key)
    let again = try #require(NoteSigner(signer.description))
    let note = try again.sign("hello\n")
    #expect(try #require(SignedNote(Array(note.description.utf8))).isSigned(by: signer.key))
  }

  @Test(arguments: ["", "two words", "a+b", "line\nfeed", "tab\t"])
  func aNameThatCannotStandInANoteIsNone(name: String) {
    #expect(NoteSigner(name: name) == nil)
  }

  @Test(arguments: [
    "", "+c74f20a3+ARpc", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "PeterNeumann",
  ]) func whatIsNoKeyIsRefused(text: String) {
    #expect(NoteKey(text) == nil)
    #expect(NoteSigner("PRIVATE+KEY+" + text) == nil)
  }

  @Test func aCheckpointComesBackFromItsText() throws {
    let text = "acme.example/log\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    let checkpoint = try #require(Checkpoint(text))
    #expect(checkpoint.origin == "acme.example/log")
    #expect(checkpoint.size == 20_852_163)
    #expect(checkpoint.text == text)
    let further = try #require(Checkpoint(text + "one more\n"))
    #expect(further.root == checkpoint.root)
    #expect(further.text == text + "one more\n")
  }

  @Test func aTreeIsResumedOnlyFromRootsThatMakeUpTheCheckpoint() throws {
    var frontier = Frontier()
    for leaf in 0..<11 as Range<UInt8> { frontier.append(MerkleHash.leaf([leaf])) }
    let text = Checkpoint(origin: "log", frontier, isResumable: true).text
    #expect(Frontier(resuming: text) == frontier)
    #expect(Frontier(resuming: Checkpoint(origin: "log", frontier).text) == nil)
    var other = frontier
    other.append(MerkleHash.leaf([11]))
    let lines = text.split(separator: "\n")
    let forged = "log\n11\n\(Data(other.root.bytes).base64EncodedString())\n\(lines[3])\n"
    #expect(Frontier(resuming: forged) == nil)
  }

  @Test(arguments: [
    "log\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
    "log\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
    "log\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n",
    "log\n1\n47DEQpj8HBSa\n", "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
    "log\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "log\n1\n", "",
  ]) func whatIsNoCheckpointIsRefused(text: String) {
    #expect(Checkpoint(text) == nil)
  }
}
