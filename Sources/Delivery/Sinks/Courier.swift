import CEL
import Engine
import PolicyFiles

/// Whoever carries notifications to one sink.
enum Courier: Sendable {
  case command(CommandSink)
  case webhook(WebhookSink)
  case file(FileSink)

  /// `hidden` are variables of the environment that programs do not get to see. Throws when the secret is missing.
  init(_ medium: DeliveryPlan.Medium, _ secrets: SecretReading, hidden: Set<String>)
    throws(DeliveryProblem)
  {
    switch medium {
    case .command(let argv, let from, let timeout):
      self = .command(CommandSink(argv: argv, from: from, timeout: timeout, secrets: hidden))
    case .webhook(let url, let secret, let timeout):
      self = .webhook(
        WebhookSink(
          url: url, signer: try secrets.signer(secret), timeout: timeout, secrets: hidden))
    case .file(let path): self = .file(FileSink(path: secrets.path(path)))
    }
  }

  func send(_ letter: Letter, at now: Timestamp) throws(DeliveryProblem) {
    switch self {
    case .command(let sink): try sink.send(letter)
    case .webhook(let sink): try sink.send(letter, at: now)
    case .file(let sink): try sink.send(letter)
    }
  }

  /// Seconds that one notification may take at most.
  var timeout: Int {
    switch self {
    case .command(let sink): sink.timeout + 1
    case .webhook(let sink): sink.timeout + 6
    case .file: 5
    }
  }
}
