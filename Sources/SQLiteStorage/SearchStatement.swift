/// The statements on the index of terms. What they read grows with what they find, not with the history.
enum SearchStatement: String, CaseIterable {
  case index = "INSERT INTO lesson_terms (rowid, terms) VALUES (?1, ?4)"
  /// The index has to be told what it forgets.
  case forget = """
    INSERT INTO lesson_terms (lesson_terms, rowid, terms)
    SELECT 'delete', position, terms FROM lessons WHERE project = ?
    """
  /// Read from the end of the index, so that no more than the limit is looked at.
  case lessons = """
    SELECT l.position, l.project, l.body, l.terms,
      s.project, s.title, s.workflow, s.policy, s.stage, s.since, s.is_over, s.levels, s.owner,
      s.opened, s.original_budget, s.budget, s.spent, s.original_finish, s.finish
    FROM lesson_terms JOIN lessons l ON l.position = lesson_terms.rowid
      JOIN summaries s ON s.project = l.project
    WHERE lesson_terms MATCH ?1 ORDER BY lesson_terms.rowid DESC LIMIT ?2
    """
  /// By how many of the questions are met; ?1 is an array of them in JSON.
  case lessonsOfAny = """
    SELECT l.position, l.project, l.body, l.terms,
      s.project, s.title, s.workflow, s.policy, s.stage, s.since, s.is_over, s.levels, s.owner,
      s.opened, s.original_budget, s.budget, s.spent, s.original_finish, s.finish
    FROM (
      SELECT lesson_terms.rowid AS position, count(*) AS met
      FROM json_each(?1) AS question
        CROSS JOIN lesson_terms ON lesson_terms MATCH question.value
      GROUP BY lesson_terms.rowid ORDER BY met DESC, position DESC LIMIT ?2) AS found
    JOIN lessons l ON l.position = found.position JOIN summaries s ON s.project = l.project
    ORDER BY found.met DESC, found.position DESC
    """
}
