import ArgumentParser

@main
struct Tollgate: ParsableCommand {}
