import Engine

extension PostgresStore {
  /// Everything goes to the server at once, and once it has taken all of it, the word to keep it.
  ///
  /// A connection that dies before that word leaves nothing behind; one that dies over it leaves it open whether the server
  /// heard it, and then another connection finds out.
  public func append(_ batch: Batch) throws -> Appended { try append(all: [batch]) }

  public func append(all batches: [Batch]) throws -> Appended {
    let writings = try batches.map { batch in
      try batch.requireWhole()
      return try Writing(batch, cache.withLock { $0.known(to: batch) }, sha256)
    }
    guard let last = writings.last else { return .done }
    guard try append(writings, last) == .done else { return .conflict }
    cache.withLock { cache in
      for writing in writings { cache.keep(writing.records, of: writing.batch) }
    }
    return .done
  }

  private func append(_ writings: [Writing], _ last: Writing) throws -> Appended {
    do {
      var wasUsed = false
      do {
        return try pool.lend { connection in
          wasUsed = connection.isUsed
          return try append(writings, over: connection)
        }
      } catch let error as ServerError where error.endsTheConnection && wasUsed {
        pool.forget()
        return try pool.lend(afresh: true) { try append(writings, over: $0) }
      }
    } catch let error as InDoubt {
      // One transaction: the last tells for all.
      return try settle(last, after: error.cause)
    } catch {
      throw failure(error)
    }
  }

  private func append(_ writings: [Writing], over connection: Connection) throws -> Appended {
    do {
      guard try write(writings, over: connection) else { return try undo(connection) }
    } catch let error as ServerError where error.isConflict {
      return try undo(connection)
    } catch {
      _ = try? undo(connection)
      throw error
    }
    guard try keep(writings, connection) else { return try undo(connection) }
    for writing in writings { announce(writing.stream, over: connection) }
    return .done
  }

  /// Begins a transaction and writes everything; false when a batch was decided on what no longer holds.
  private func write(_ writings: [Writing], over connection: Connection) throws -> Bool {
    for (index, writing) in writings.enumerated() {
      let before: [(StoreStatement, [Parameter])] = index == 0 ? [(.begin, [])] : []
      let after: [(StoreStatement, [Parameter])] =
        index == writings.count - 1 ? [(.placeIfFree, [])] : []
      let answers = try connection.run(
        together: before + writing.steps.map { ($0.statement, $0.parameters) } + after)
      guard try holds(writing, answers.dropFirst(before.count)) else { return false }
    }
    return true
  }

  /// Whether the answers to the steps are what they must be.
  private func holds(_ writing: Writing, _ answers: some Sequence<Answer>) throws -> Bool {
    for (step, answer) in zip(writing.steps, answers) {
      switch step.requirement {
      case .none: break
      case .current(let version):
        let found = try answer.rows.first.map { try AnswerRow(columns: $0).integer(0) } ?? 0
        guard found == version else { return false }
      case .weighing(let weights):
        let found = try FoundWeights(answer.rows.map(AnswerRow.init))
        guard found == weights else { return false }
      case .children(let expected):
        let found = try answer.rows.map { columns in
          let row = AnswerRow(columns: columns)
          return (ProjectID(number: try row.integer(0)), try row.integer(1) != 0)
        }
        guard Dictionary(found, uniquingKeysWith: { $1 }) == expected else { return false }
      case .written: guard answer.affected == 1 else { return false }
      case .known(let request):
        guard answer.affected == 1 else {
          throw StoreFailure.failed("`\(request)` is not a request of `\(writing.stream)`")
        }
      }
    }
    return true
  }

  /// Adds to the totals and ends the transaction; false: the server did not keep it.
  private func keep(_ writings: [Writing], _ connection: Connection) throws -> Bool {
    // Sorted, so that transactions lock the same rows in the same order.
    let totals = writings.flatMap(\.totals).sorted { $0.bearer < $1.bearer }
    do {
      // A transaction that failed unnoticed is answered with `ROLLBACK`.
      let answers = try connection.run(
        together: totals.map { (.addToWeightTotal, $0.parameters) } + [(.commit, [])])
      return answers.last?.tag == "COMMIT"
    } catch {
      if error.endsTheConnection { throw InDoubt(cause: error) }
      guard error.isConflict else {
        _ = try? undo(connection)
        throw error
      }
      return false
    }
  }

  private func undo(_ connection: Connection) throws -> Appended {
    try connection.run(script: "ROLLBACK")
    return .conflict
  }

  /// Finds out whether a transaction was kept whose end nobody told us.
  ///
  /// It holds a lock as long as it lives, so once that lock is ours it is over, and its receipt is there or never will be.
  private func settle(_ writing: Writing, after cause: ServerError) throws -> Appended {
    pool.forget()
    do {
      return try pool.lend(afresh: true) { connection in
        _ = try connection.run(.begin)
        _ = try connection.run(.ownWorkspace)
        let receipt = try connection.receipt(writing.command)
        _ = try connection.run(.rollback)
        return receipt == writing.receipt ? .done : .conflict
      }
    } catch {
      throw StoreFailure.failed(
        "\(address): \(cause.message); whether the decision was kept is not known, send the same command again"
      )
    }
  }

  /// The connection died over the word to keep the transaction.
  private struct InDoubt: Error {
    let cause: ServerError
  }
}
