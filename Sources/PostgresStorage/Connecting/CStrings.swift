#if PostgreSQL
  /// Texts as C reads them, ended by a nil; nothing is kept after the body.
  func withStrings<T>(
    _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> T
  ) -> T {
    var bytes: [CChar] = []
    var offsets: [Int] = []
    for text in texts {
      offsets.append(bytes.count)
      bytes += text.utf8CString
    }
    return bytes.withUnsafeBufferPointer { bytes in
      let base = bytes.baseAddress!
      let pointers: [UnsafePointer<CChar>?] = offsets.map { base + $0 } + [nil]
      return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
    }
  }

  /// Parameters in the server's binary form, as libpq takes them: values, lengths, formats.
  func withParameters<T>(
    _ parameters: [Parameter],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>, [Int32], [Int32]) -> T
  ) -> T {
    var (bytes, ranges): ([UInt8], [(start: Int, count: Int)?]) = ([], [])
    for parameter in parameters {
      guard let binary = parameter.binary else {
        ranges.append(nil)
        continue
      }
      ranges.append((bytes.count, binary.count))
      bytes += binary
    }
    // An empty value has a place too: no pointer would mean NULL.
    bytes.append(0)
    return bytes.withUnsafeBytes { bytes in
      let base = bytes.assumingMemoryBound(to: CChar.self).baseAddress!
      var pointers: [UnsafePointer<CChar>?] = ranges.map { $0.map { base + $0.start } }
      pointers.append(nil)
      return pointers.withUnsafeBufferPointer {
        body(
          $0.baseAddress!, ranges.map { Int32($0?.count ?? 0) },
          ranges.map { _ in 1 })
      }
    }
  }
#endif
