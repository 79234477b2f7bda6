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

  /// Parameters in the server's binary form, as libpq takes them: values, lengths, formats; nothing is kept after the body.
  func withParameters<T>(
    _ parameters: [Parameter],
    _ body: (
      UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
    ) -> T
  ) -> T {
    let count = parameters.count
    // Lengths, then formats, then where each begins (-1: NULL).
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 3 * count + 1) { numbers in
      var bytes: [UInt8] = []
      bytes.reserveCapacity(256)
      for (place, parameter) in parameters.enumerated() {
        let start = bytes.count
        numbers[2 * count + place] = parameter.append(to: &bytes) ? Int32(start) : -1
        numbers[place] = Int32(bytes.count - start)
        numbers[count + place] = 1
      }
      // An empty value has a place too: no pointer would mean NULL.
      bytes.append(0)
      return bytes.withUnsafeBytes { bytes in
        let base = bytes.assumingMemoryBound(to: CChar.self).baseAddress
        return withUnsafeTemporaryAllocation(
          of: UnsafePointer<CChar>?.self, capacity: count + 1
        ) { pointers in
          for place in parameters.indices {
            let start = Int(numbers[2 * count + place])
            pointers.initializeElement(at: place, to: start < 0 ? nil : base.map { $0 + start })
          }
          let first = UnsafePointer(numbers.baseAddress)
          return body(UnsafePointer(pointers.baseAddress), first, first.map { $0 + count })
        }
      }
    }
  }
#endif
