import Diagnostics
import Engine

/// A file as it stands in a form of a project, or in a request.
struct AttachedFile {
  /// A form's name, or a request's id.
  let place: String
  let field: FieldName
  let file: Attachment

  var name: String { "\(place).\(field)" }
}

extension Session {
  /// What is attached to a project: in its forms, then in its requests, the latest first.
  func attachments(of project: Project) throws -> [AttachedFile] {
    let forms = project.forms.sorted { $0.key < $1.key }.flatMap { form, record in
      files(in: record.values, at: form.text)
    }
    let requests = try store.requests(of: project.id, limit: Self.searchedRequests).flatMap {
      files(in: try revealed($0, of: project.id).content, at: $0.id.text)
    }
    return forms + requests
  }

  /// Older requests' files are found by their digests in the history.
  private static let searchedRequests = 1_000

  private func files(in values: [FieldName: FieldValue], at place: String) -> [AttachedFile] {
    values.sorted { $0.key < $1.key }.compactMap { field, value in
      // What the person may not read is not theirs to have either.
      guard case .file(let file) = value.plain else { return nil }
      return AttachedFile(place: place, field: field, file: file)
    }
  }

  /// The one file that a person means by a field (`note`, `proof.note`, `R-3.note`) or by the first digits of its digest.
  func attachment(_ word: String, of project: Project) throws -> Attachment {
    let all = try attachments(of: project)
    let isDigest = word.utf8.count >= Self.digits && word.allSatisfy(\.isHexDigit)
    let exact = all.filter { $0.name == word }
    let found =
      exact.isEmpty
      ? all.filter {
        $0.field.text == word || isDigest && $0.file.digest.description.hasPrefix(word)
      } : exact
    // The same file may stand in several places.
    let digests = Set(found.map(\.file.digest))
    guard let first = found.first else {
      throw Refusal(
        .unknownField,
        Bilingual(
          "nothing called `\(word)` is attached to `\(project.id)`",
          zh: "`\(project.id)` 没有附件 `\(word)`"),
        help: Bilingual(verbatim: "tollgate attachment list \(project.id)"))
    }
    guard digests.count == 1 else {
      throw Refusal(
        .unknownField,
        Bilingual("several files are meant by `\(word)`", zh: "`\(word)` 对应多个附件"),
        details: found.map { Bilingual(verbatim: "\($0.name) \($0.file.digest.short)") },
        help: Bilingual("name one by its digest", zh: "请用摘要指明其一"))
    }
    return first.file
  }

  /// Fewer digits would find files by chance.
  private static let digits = 8

  /// What a file contained, which is held against its digest.
  func content(of file: Attachment) throws -> [UInt8] {
    guard let content = try store.content(file.digest) else {
      throw StoreFailure.corrupt("the content of `\(file.name)` (\(file.digest.short)) is missing")
    }
    guard content.count == file.size, Hashing.sha256(content) == file.digest else {
      throw StoreFailure.corrupt("the content of `\(file.name)` (\(file.digest.short)) was altered")
    }
    return content
  }
}
