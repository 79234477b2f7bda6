import Diagnostics
import PolicyFiles

/// Where secrets come from, so that tests need no environment of their own.
package struct SecretReading: Sendable {
  /// The folder from which relative paths of `notify.yaml` count.
  private let folder: String
  private let environment: @Sendable (String) -> String?

  package init(folder: String, environment: @escaping @Sendable (String) -> String?) {
    self.folder = folder
    self.environment = environment
  }

  func path(_ path: String) -> String {
    path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
  }

  func signer(_ secret: DeliveryPlan.Secret) throws(DeliveryProblem) -> WebhookSigner {
    let (text, place): (String?, String)
    switch secret {
    case .environment(let name): (text, place) = (environment(name), "$\(name)")
    case .file(let name):
      place = self.path(name)
      if case .bytes(let bytes) = FileReading.disk.read(place) {
        text = String(decoding: bytes, as: UTF8.self)
      } else {
        text = nil
      }
    }
    guard let text else {
      throw DeliveryProblem(
        "the secret in `\(place.inert)` cannot be read", zh: "无法读取 `\(place.inert)` 中的密钥")
    }
    guard let signer = WebhookSigner(text) else {
      throw DeliveryProblem(
        "`\(place.inert)` holds no secret: 14 bytes or more, or base64 after `whsec_`",
        zh: "`\(place.inert)` 中没有有效密钥：至少 14 字节，或 `whsec_` 后的 base64")
    }
    return signer
  }
}
