/// The identities of stored things are names whose kinds have nothing else to say.
public enum ProjectKind {}
public enum RequestKind {}
public enum PersonKind {}
public enum CommandKind {}

/// `P-1`
public typealias ProjectID = Name<ProjectKind>
/// `R-7`
public typealias RequestID = Name<RequestKind>
/// `li.wei`
public typealias PersonID = Name<PersonKind>
/// Made by the client, unique for each command: a UUID, say.
public typealias CommandID = Name<CommandKind>
