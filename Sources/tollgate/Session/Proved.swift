import Diagnostics
import Workbench

/// What was proved about a policy, with the texts that it is about.
struct Proved {
  let proof: PolicyProof
  let files: [SourceFile]
}
