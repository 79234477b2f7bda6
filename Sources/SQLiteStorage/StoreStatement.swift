/// Every statement that the store runs on a workspace, so that each can be asked for its query plan.
///
/// None grows with the history: each finds its rows by key or by a range of an index.
enum StoreStatement: String, CaseIterable {
  case insertCommand = """
    INSERT INTO commands (id, fingerprint, stream, first_version, last_version)
    VALUES (?, ?, ?, ?, ?)
    """
  case insertEvent = """
    INSERT INTO events (stream, version, command, body, leaf) VALUES (?, ?, ?, ?, ?)
    """
  case insertRecord = "INSERT INTO records (stream, version, state) VALUES (?, ?, ?)"
  case updateRecord = "UPDATE records SET version = ?, state = ? WHERE stream = ? AND version = ?"
  /// The state stays as it is.
  case updateVersion = "UPDATE records SET version = ? WHERE stream = ? AND version = ?"
  case insertProject = """
    INSERT INTO projects (number, title, stage, workflow, policy) VALUES (?, ?, ?, ?, ?)
    """
  /// Touches no page unless the stage is another one.
  case updateStage = "UPDATE projects SET stage = ?1 WHERE number = ?2 AND stage <> ?1"
  case insertChild = "INSERT INTO children (parent, number, is_over) VALUES (?, ?, 0)"
  case endChild = "UPDATE children SET is_over = 1 WHERE parent = ? AND number = ?"
  case insertRequest = """
    INSERT INTO requests (number, stream, status, is_open, state) VALUES (?, ?, ?, ?, ?)
    """
  case updateRequest = """
    UPDATE requests SET status = ?, state = ? WHERE number = ? AND stream = ?
    """
  case endRequest = """
    UPDATE requests SET status = ?, state = ?, is_open = 0 WHERE number = ? AND stream = ?
    """
  case openPlaces = "SELECT addressee FROM open_places WHERE request = ?"
  case insertOpenPlace = "INSERT INTO open_places (addressee, request) VALUES (?, ?)"
  case deleteOpenPlace = "DELETE FROM open_places WHERE addressee = ? AND request = ?"
  case insertDecision = """
    INSERT INTO decisions (request, round, step, slot, human) VALUES (?, ?, ?, ?, ?)
    """
  case insertRulebook = """
    INSERT INTO rulebooks (digest, body) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING
    """

  case insertNumber = """
    INSERT INTO numbers (series, number, text, stream, request) VALUES (?, ?, ?, ?, ?)
    """
  case lastNumber = "SELECT max(number) FROM numbers WHERE series = ?"
  case bearer = "SELECT stream, request FROM numbers WHERE text = ? ORDER BY series LIMIT 1"
  case deleteConcerns = "DELETE FROM concerns WHERE project = ?"
  case insertConcern = "INSERT INTO concerns (concern, project) VALUES (?, ?)"
  case projectsConcerning = "SELECT project FROM concerns WHERE concern = ?"
  /// Reads what is open, by the index of that, and each project once by its key.
  case projectsWithOpenRequests = """
    SELECT projects.number FROM requests
    JOIN projects ON projects.number = CAST(substr(requests.stream, 3) AS INTEGER)
    WHERE requests.is_open AND requests.stream >= 'P-' AND requests.stream < 'P.'
      AND projects.policy = ?
    """
  /// What took effect weighs for good.
  case deleteWeights = "DELETE FROM weights WHERE request = ? AND took_effect IS NULL"
  case insertWeight = """
    INSERT INTO weights (request, bearer, took_effect, amount) VALUES (?, ?, ?, ?)
    """
  case weightTotal = "SELECT amount, count FROM weight_totals WHERE bearer = ? AND day = ?"
  case putWeightTotal = """
    INSERT INTO weight_totals (bearer, day, amount, count) VALUES (?, ?, ?, ?)
    ON CONFLICT (bearer, day) DO UPDATE SET amount = excluded.amount, count = excluded.count
    """
  case openWeights = """
    SELECT request, took_effect, amount FROM weights WHERE bearer = ? AND took_effect IS NULL
    """
  /// Less than a day.
  case weightsBetween = """
    SELECT amount, 1 FROM weights WHERE bearer = ? AND took_effect >= ? AND took_effect < ?
    """
  case weightTotalsSince = "SELECT amount, count FROM weight_totals WHERE bearer = ? AND day >= ?"
  case latestWeights = """
    SELECT request, took_effect, amount FROM weights WHERE bearer = ? AND took_effect >= ?
    ORDER BY took_effect DESC, request DESC LIMIT ?
    """

  case version = "SELECT version FROM records WHERE stream = ?"
  /// A row for each open request, or one without. Where the reader holds the version already, there is nothing else.
  case record = """
    SELECT records.version, CASE WHEN records.version = ?2 THEN NULL ELSE records.state END,
      requests.state
    FROM records LEFT JOIN requests ON requests.stream = records.stream AND requests.is_open
      AND records.version IS NOT ?2
    WHERE records.stream = ?1
    """
  case requestVersion = """
    SELECT requests.stream, requests.is_open, records.version FROM requests
    JOIN records ON records.stream = requests.stream WHERE requests.number = ?
    """
  case request = "SELECT stream, state FROM requests WHERE number = ?"
  case rulebook = "SELECT body FROM rulebooks WHERE digest = ?"
  case lastProject = "SELECT max(number) FROM projects"
  case lastRequest = "SELECT max(number) FROM requests"
  case receipt = """
    SELECT fingerprint, stream, first_version, last_version FROM commands WHERE id = ?
    """
  case history = """
    SELECT sequence, body, leaf FROM events WHERE stream = ? AND version > ? ORDER BY version LIMIT ?
    """
  case insertContent = """
    INSERT INTO contents (digest, body) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING
    """
  case content = "SELECT body FROM contents WHERE digest = ?"
  case insertSealed = """
    INSERT INTO sealed (digest, salt, body) VALUES (?, ?, ?) ON CONFLICT (digest) DO NOTHING
    """
  case sealed = "SELECT salt, body FROM sealed WHERE digest = ?"
  case children = """
    SELECT children.number, title, workflow, stage, is_over FROM children
    JOIN projects ON projects.number = children.number WHERE parent = ? ORDER BY children.number
    """
  case requestsAwaiting = "SELECT request FROM open_places WHERE addressee = ?"
  /// `above:` up to the character after the colon: the addressees of that kind.
  case addressedAbove = """
    SELECT DISTINCT addressee FROM open_places WHERE addressee >= 'above:' AND addressee < 'above;'
    """
  case requestsOfProject = """
    SELECT state FROM requests WHERE stream = ? ORDER BY number DESC LIMIT ?
    """
  case projectsAfter = """
    SELECT number, title, stage, workflow, policy FROM projects WHERE number > ?
    ORDER BY number LIMIT ?
    """

  /// Touches no page where nothing falls due and nothing did.
  case setAlarm = """
    INSERT INTO alarms (stream, request, day) VALUES (?, ?, ?)
    ON CONFLICT (stream, request) DO UPDATE SET day = excluded.day WHERE day <> excluded.day
    """
  case clearAlarm = "DELETE FROM alarms WHERE stream = ? AND request = ?"
  case alarms = """
    SELECT day, stream, request FROM alarms WHERE day <= ? ORDER BY day, stream, request LIMIT ?
    """
  case insertNotification = """
    INSERT INTO outbox (body, state, time, since, attempts, taken_by, problem)
    VALUES (?1, 'pending', ?2, ?2, 0, '[]', '')
    """
  /// The state stands in the text of each statement: only so does SQLite see that the state's own index is enough.
  case dueNotifications = """
    SELECT position, body, state, time, since, attempts, taken_by, problem FROM outbox
    WHERE state = 'pending' AND time <= ? ORDER BY time, position LIMIT ?
    """
  case holdNotification = """
    UPDATE outbox SET time = ?, attempts = attempts + 1 WHERE position = ? AND state = 'pending'
    """
  case settleNotification = """
    UPDATE outbox SET state = ?, time = ?, taken_by = ?, problem = ?
    WHERE position = ? AND state = 'pending'
    """
  case retryNotification = """
    UPDATE outbox SET state = 'pending', time = ?1, since = ?1, attempts = 0
    WHERE position = ?2 AND state = 'dead'
    """
  case pendingNotifications = """
    SELECT position, body, state, time, since, attempts, taken_by, problem FROM outbox
    WHERE state = 'pending' AND time >= ? ORDER BY time, position LIMIT ?
    """
  case deliveredNotifications = """
    SELECT position, body, state, time, since, attempts, taken_by, problem FROM outbox
    WHERE state = 'delivered' AND time >= ? ORDER BY time DESC, position DESC LIMIT ?
    """
  case deadNotifications = """
    SELECT position, body, state, time, since, attempts, taken_by, problem FROM outbox
    WHERE state = 'dead' AND time >= ? ORDER BY time DESC, position DESC LIMIT ?
    """
  case oldDelivered = """
    SELECT position FROM outbox WHERE state = 'delivered' AND time < ? LIMIT ?
    """
  case oldDead = "SELECT position FROM outbox WHERE state = 'dead' AND time < ? LIMIT ?"
  case deleteNotification = "DELETE FROM outbox WHERE position = ?"

  case putSummary = """
    INSERT INTO summaries (project, title, workflow, policy, stage, since, is_over, levels, owner,
      opened, original_budget, budget, spent, original_finish, finish)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (project) DO UPDATE SET title = excluded.title, workflow = excluded.workflow,
      policy = excluded.policy, stage = excluded.stage, since = excluded.since,
      is_over = excluded.is_over, levels = excluded.levels, owner = excluded.owner,
      opened = excluded.opened, original_budget = excluded.original_budget,
      budget = excluded.budget, spent = excluded.spent,
      original_finish = excluded.original_finish, finish = excluded.finish
    """
  case putFiling = """
    INSERT INTO filings (request, project, workflow, action, submitter, submitted, ended, status)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (request) DO UPDATE SET ended = excluded.ended, status = excluded.status
    """
  case putDue = """
    INSERT INTO dues (project, request, kind, name, day, asked) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (project, request, kind, name) DO UPDATE SET day = excluded.day,
      asked = excluded.asked
    """
  case deleteDue = """
    DELETE FROM dues WHERE project = ? AND request = ? AND kind = ? AND name = ?
    """
  case insertLesson = "INSERT INTO lessons (position, project, body, terms) VALUES (?, ?, ?, ?)"
  case deleteLesson = "DELETE FROM lessons WHERE project = ?"
  case summaries = """
    SELECT project, title, workflow, policy, stage, since, is_over, levels, owner, opened,
      original_budget, budget, spent, original_finish, finish
    FROM summaries WHERE is_over = ? AND (since, project) > (?, ?) ORDER BY since, project LIMIT ?
    """
  case filingsEnded = """
    SELECT request, project, workflow, action, submitter, submitted, ended, status
    FROM filings WHERE (ended, request) > (?, ?) ORDER BY ended, request LIMIT ?
    """
  case filingsOpen = """
    SELECT request, project, workflow, action, submitter, submitted, ended, status
    FROM filings WHERE ended IS NULL AND request > ? ORDER BY request LIMIT ?
    """
  case dues = """
    SELECT d.project, d.request, d.kind, d.name, d.day, d.asked,
      s.project, s.title, s.workflow, s.policy, s.stage, s.since, s.is_over, s.levels, s.owner,
      s.opened, s.original_budget, s.budget, s.spent, s.original_finish, s.finish,
      f.request, f.project, f.workflow, f.action, f.submitter, f.submitted, f.ended, f.status
    FROM dues d LEFT JOIN summaries s ON s.project = d.project
      LEFT JOIN filings f ON f.request = d.request
    WHERE d.day < ? ORDER BY d.day, d.project, d.request, d.kind, d.name LIMIT ?
    """
  case countDues = "SELECT count(*) FROM dues WHERE day < ?"
}
