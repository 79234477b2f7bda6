import Diagnostics
import Engine
import Glibc

/// Where the workspace's file is.
enum WorkspaceFile {
  static let name = "tollgate.sqlite"

  /// `--workspace`, else `$TOLLGATE_WORKSPACE`; nil: neither was given.
  static func given(_ option: String?) -> String? {
    option ?? Speech.environment("TOLLGATE_WORKSPACE")
  }

  /// The file that was given, else the nearest one from the current folder upwards.
  static func find(_ option: String?) throws -> String {
    if let path = given(option) { return path }
    var folder = currentFolder
    while true {
      let path = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
      if access(path, F_OK) == 0 { return path }
      guard let slash = folder.lastIndex(of: "/"), folder != "/" else { break }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
    throw Failure.system(
      Bilingual(
        "there is no workspace here or in a folder above", zh: "当前目录及上级目录中没有工作区"),
      help: Bilingual(
        "make one with `tollgate init`, or name it with `--workspace`",
        zh: "用 `tollgate init` 建立，或用 `--workspace` 指定"))
  }

  private static var currentFolder: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }
}
