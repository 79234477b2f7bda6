/// Every statement that the store runs on a workspace, so that each can be asked for its query plan.
///
/// None grows with the history: each finds its rows by key or by a range of an index. Parameters are always sent beside
/// the text.
enum StoreStatement: String, CaseIterable {
  case begin = "BEGIN ISOLATION LEVEL READ COMMITTED"
  case commit = "COMMIT"
  case rollback = "ROLLBACK"
  /// Nobody changes directory or policies until the transaction ends.
  case shareWorkspace = "SELECT pg_advisory_xact_lock_shared(1416588396, 1)"
  /// Nobody decides by directory or policies until the transaction ends.
  case ownWorkspace = "SELECT pg_advisory_xact_lock(1416588396, 1)"

  case insertCommand = """
    INSERT INTO commands (id, fingerprint, stream, first_version, last_version)
    VALUES ($1, $2, $3, $4, $5)
    """
  case insertEvent = """
    WITH written AS (
      INSERT INTO events (stream, version, command, body, leaf) VALUES ($1, $2, $3, $4, $5)
      RETURNING id)
    INSERT INTO unplaced (event) SELECT id FROM written
    """
  case insertRecord = "INSERT INTO records (stream, version, state) VALUES ($1, $2, $3)"
  case updateRecord = """
    UPDATE records SET version = $1, state = $2 WHERE stream = $3 AND version = $4
    """
  /// The state stays as it is.
  case updateVersion = "UPDATE records SET version = $1 WHERE stream = $2 AND version = $3"
  case insertProject = """
    INSERT INTO projects (number, title, stage, workflow, policy) VALUES ($1, $2, $3, $4, $5)
    """
  /// Touches no row unless the stage is another one.
  case updateStage = "UPDATE projects SET stage = $1 WHERE number = $2 AND stage <> $1"
  case insertChild = "INSERT INTO children (parent, number, is_over) VALUES ($1, $2, 0)"
  case endChild = "UPDATE children SET is_over = 1 WHERE parent = $1 AND number = $2"
  case insertRequest =
    "INSERT INTO requests (number, stream, status, state) VALUES ($1, $2, $3, $4)"
  case updateRequest = """
    UPDATE requests SET status = $1, state = $2 WHERE number = $3 AND stream = $4
    """
  case insertOpenPlaces = """
    INSERT INTO open_places (addressee, request) SELECT unnest($1::text[]), $2
    ON CONFLICT (addressee, request) DO NOTHING
    """
  case deleteOpenPlaces = """
    DELETE FROM open_places WHERE request = $2 AND addressee <> ALL ($1::text[])
    """
  case insertDecision = """
    INSERT INTO decisions (request, round, step, slot, human) VALUES ($1, $2, $3, $4, $5)
    """
  case insertRulebook = """
    INSERT INTO rulebooks (digest, body) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING
    """
  /// Gives positions in the log to whatever has none, unless somebody else is doing it.
  case placeIfFree = "SELECT place_events(false)"
  case placeAll = "SELECT place_events(true)"
  case notify = "SELECT pg_notify('tollgate', $1)"

  case insertNumber = """
    INSERT INTO numbers (series, number, text, stream, request) VALUES ($1, $2, $3, $4, $5)
    """
  case lastNumber = "SELECT max(number) FROM numbers WHERE series = $1"
  case bearer = "SELECT stream, request FROM numbers WHERE text = $1 ORDER BY series LIMIT 1"
  /// Nobody else routes a request by these weights until the transaction ends. A number of one word is no other lock's.
  case ownWeights = "SELECT pg_advisory_xact_lock(hashtextextended($1, 1416588396))"
  case deleteConcerns = "DELETE FROM concerns WHERE project = $1"
  case insertConcerns = """
    INSERT INTO concerns (concern, project) SELECT unnest($1::text[]), $2
    """
  case insertConcern = "INSERT INTO concerns (concern, project) VALUES ($1, $2)"
  case projectsConcerning = """
    SELECT DISTINCT project FROM concerns WHERE concern = ANY ($1::text[]) ORDER BY project
    """
  /// Reads what is open, by the index of that, and each project once by its key.
  case projectsWithOpenRequests = """
    SELECT number FROM projects WHERE policy = $1 AND number IN (
      SELECT CAST(substr(stream, 3) AS bigint) FROM requests
      WHERE is_open AND stream >= 'P-' AND stream < 'P.') ORDER BY number
    """
  /// What took effect weighs for good.
  case deleteWeights = "DELETE FROM weights WHERE request = $1 AND took_effect IS NULL"
  case insertWeight = """
    INSERT INTO weights (request, bearer, took_effect, amount) VALUES ($1, $2, $3, $4)
    """
  case addToWeightTotal = """
    INSERT INTO weight_totals (bearer, day, amount, count)
    VALUES ($1, $2, CAST($3::text AS numeric), $4)
    ON CONFLICT (bearer, day) DO UPDATE SET amount = weight_totals.amount + excluded.amount,
      count = weight_totals.count + excluded.count
    """
  /// What is open; the last that took effect; and, without a request, the sum of what took effect: of the first day
  /// what lies behind the time asked about, and the totals of the days after it.
  case weights = """
    SELECT request, took_effect, amount, 1::bigint FROM weights
    WHERE bearer = ANY ($1::text[]) AND took_effect IS NULL
    UNION ALL
    SELECT latest.request, latest.took_effect, latest.amount, 1 FROM unnest($1::text[]) AS whose
      CROSS JOIN LATERAL (
        SELECT request, took_effect, amount FROM weights WHERE bearer = whose AND took_effect >= $2
        ORDER BY took_effect DESC, request DESC LIMIT $5) AS latest
    UNION ALL
    SELECT NULL, NULL, trim_scale(coalesce(sum(amount), 0))::text,
      CAST(coalesce(sum(number), 0) AS bigint)
    FROM (
      SELECT CAST(amount AS numeric) AS amount, 1 AS number FROM weights
      WHERE bearer = ANY ($1::text[]) AND took_effect >= $2 AND took_effect < $3
      UNION ALL
      SELECT amount, count FROM weight_totals WHERE bearer = ANY ($1::text[]) AND day >= $4
    ) AS past
    """

  case version = "SELECT version FROM records WHERE stream = $1"
  /// Nobody changes the record until the transaction ends.
  case keepVersion = "SELECT version FROM records WHERE stream = $1 FOR SHARE"
  /// Nor any of these.
  case keepChildren = """
    SELECT number, is_over FROM children WHERE parent = $1 ORDER BY number FOR SHARE
    """
  /// The record, and a row without a version for each open request, so that all are of one version.
  /// Where the reader holds the version ($2) already, the record's version alone.
  case record = """
    SELECT version, CASE WHEN version IS DISTINCT FROM $2 THEN state END FROM records
    WHERE stream = $1
    UNION ALL SELECT NULL, requests.state FROM requests
    JOIN records ON records.stream = requests.stream AND records.version IS DISTINCT FROM $2
    WHERE requests.stream = $1 AND is_open
    """
  case requestVersion = """
    SELECT requests.stream, requests.is_open, records.version FROM requests
    JOIN records ON records.stream = requests.stream WHERE requests.number = $1
    """
  case request = "SELECT stream, state FROM requests WHERE number = $1"
  case rulebook = "SELECT body FROM rulebooks WHERE digest = $1"
  case lastProject = "SELECT max(number) FROM projects"
  case lastRequest = "SELECT max(number) FROM requests"
  case receipt = """
    SELECT fingerprint, stream, first_version, last_version FROM commands WHERE id = $1
    """
  /// The position is NULL until somebody has given one.
  case history = """
    SELECT log.position, events.body, events.leaf FROM events
    LEFT JOIN log ON log.event = events.id
    WHERE events.stream = $1 AND events.version > $2 ORDER BY events.version LIMIT $3
    """
  case insertContent = """
    INSERT INTO contents (digest, body) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING
    """
  case content = "SELECT body FROM contents WHERE digest = $1"
  case insertSealed = """
    INSERT INTO sealed (digest, salt, body) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING
    """
  case sealed = "SELECT salt, body FROM sealed WHERE digest = $1"
  case children = """
    SELECT children.number, title, workflow, stage, is_over FROM children
    JOIN projects ON projects.number = children.number WHERE parent = $1 ORDER BY children.number
    """
  case requestsAwaiting = """
    SELECT DISTINCT request FROM open_places WHERE addressee = ANY ($1::text[]) ORDER BY request
    """
  /// `above:` up to the character after the colon: the addressees of that kind.
  case addressedAbove = """
    SELECT DISTINCT addressee FROM open_places WHERE addressee >= 'above:' AND addressee < 'above;'
    """
  case requestsOfProject = """
    SELECT state FROM requests WHERE stream = $1 ORDER BY number DESC LIMIT $2
    """
  case projectsAfter = """
    SELECT number, title, stage, workflow, policy FROM projects WHERE number > $1
    ORDER BY number LIMIT $2
    """

  /// Touches no row where nothing falls due and nothing did.
  case setAlarm = """
    INSERT INTO alarms (stream, request, day) VALUES ($1, $2, $3)
    ON CONFLICT (stream, request) DO UPDATE SET day = excluded.day WHERE alarms.day <> excluded.day
    """
  case clearAlarm = "DELETE FROM alarms WHERE stream = $1 AND request = $2"
  case alarms = """
    SELECT day, stream, request FROM alarms WHERE day <= $1 ORDER BY day, stream, request LIMIT $2
    """
  case insertNotification = """
    INSERT INTO outbox (body, state, time, since, attempts, taken_by, problem)
    VALUES ($1, 'pending', $2, $2, 0, '[]', '')
    """
  /// What somebody else is taking at this moment is left to them.
  case takeNotifications = """
    WITH due AS (
      SELECT position, time FROM outbox WHERE state = 'pending' AND time <= $1
      ORDER BY time, position LIMIT $3 FOR UPDATE SKIP LOCKED)
    UPDATE outbox SET time = $2, attempts = attempts + 1 FROM due
    WHERE outbox.position = due.position
    RETURNING outbox.position, body, state, outbox.time, since, attempts, taken_by, problem, due.time
    """
  case settleNotification = """
    UPDATE outbox SET state = $1, time = $2, taken_by = $3, problem = $4
    WHERE position = $5 AND state = 'pending'
    """
  case retryNotification = """
    UPDATE outbox SET state = 'pending', time = $1, since = $1, attempts = 0
    WHERE position = $2 AND state = 'dead'
    """
  case pendingNotifications = """
    SELECT position, body, state, time, since, attempts, taken_by, problem FROM outbox
    WHERE state = 'pending' ORDER BY time, position LIMIT $1
    """
  case deliveredNotifications = """
    SELECT position, body, state, time, since, attempts, taken_by, problem FROM outbox
    WHERE state = 'delivered' ORDER BY time DESC, position DESC LIMIT $1
    """
  case deadNotifications = """
    SELECT position, body, state, time, since, attempts, taken_by, problem FROM outbox
    WHERE state = 'dead' ORDER BY time DESC, position DESC LIMIT $1
    """
  case pruneDelivered = """
    DELETE FROM outbox WHERE position IN (
      SELECT position FROM outbox WHERE state = 'delivered' AND time < $1 LIMIT $2)
    """
  case pruneDead = """
    DELETE FROM outbox WHERE position IN (
      SELECT position FROM outbox WHERE state = 'dead' AND time < $1 LIMIT $2)
    """

  case logAfter = """
    SELECT log.position, stream, version, command, body, leaf FROM log
    JOIN events ON events.id = log.event
    WHERE log.position > $1 ORDER BY log.position LIMIT $2
    """

  // What a workspace is filled with that comes from another store.
  case fillEvents = """
    WITH event AS (
      INSERT INTO events (id, stream, version, command, body, leaf) OVERRIDING SYSTEM VALUE
      VALUES ($1, $2, $3, $4, $5, $6) RETURNING id)
    INSERT INTO log (position, event) SELECT id, id FROM event
    """
  case fillChildren = "INSERT INTO children (parent, number, is_over) VALUES ($1, $2, $3)"
  case insertOpenPlace = "INSERT INTO open_places (addressee, request) VALUES ($1, $2)"
  case fillOutbox = """
    INSERT INTO outbox (position, body, state, time, since, attempts, taken_by, problem)
    OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    """

  case putSummary = """
    INSERT INTO summaries (project, title, workflow, policy, stage, since, is_over, levels, owner,
      opened, original_budget, budget, spent, original_finish, finish)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    ON CONFLICT (project) DO UPDATE SET title = excluded.title, workflow = excluded.workflow,
      policy = excluded.policy, stage = excluded.stage, since = excluded.since,
      is_over = excluded.is_over, levels = excluded.levels, owner = excluded.owner,
      opened = excluded.opened, original_budget = excluded.original_budget,
      budget = excluded.budget, spent = excluded.spent,
      original_finish = excluded.original_finish, finish = excluded.finish
    """
  case putFiling = """
    INSERT INTO filings (request, project, workflow, action, submitter, submitted, ended, status)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (request) DO UPDATE SET ended = excluded.ended, status = excluded.status
    """
  case putDue = """
    INSERT INTO dues (project, request, kind, name, day, asked) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (project, request, kind, name) DO UPDATE SET day = excluded.day,
      asked = excluded.asked
    """
  case deleteDue = """
    DELETE FROM dues WHERE project = $1 AND request = $2 AND kind = $3 AND name = $4
    """
  case putLesson = """
    INSERT INTO lessons (position, project, body, terms) VALUES ($1, $2, $3, $4)
    ON CONFLICT (project) DO UPDATE SET position = excluded.position, body = excluded.body,
      terms = excluded.terms
    """
  case deleteLesson = "DELETE FROM lessons WHERE project = $1"
  case summaries = """
    SELECT project, title, workflow, policy, stage, since, is_over, levels, owner, opened,
      original_budget, budget, spent, original_finish, finish
    FROM summaries WHERE is_over = $1 AND (since, project) > ($2, $3)
    ORDER BY since, project LIMIT $4
    """
  case filingsEnded = """
    SELECT request, project, workflow, action, submitter, submitted, ended, status
    FROM filings WHERE (ended, request) > ($1, $2) ORDER BY ended, request LIMIT $3
    """
  case filingsOpen = """
    SELECT request, project, workflow, action, submitter, submitted, ended, status
    FROM filings WHERE ended IS NULL AND request > $1 ORDER BY request LIMIT $2
    """
  case dues = """
    SELECT d.project, d.request, d.kind, d.name, d.day, d.asked,
      s.project, s.title, s.workflow, s.policy, s.stage, s.since, s.is_over, s.levels, s.owner,
      s.opened, s.original_budget, s.budget, s.spent, s.original_finish, s.finish,
      f.request, f.project, f.workflow, f.action, f.submitter, f.submitted, f.ended, f.status
    FROM dues d LEFT JOIN summaries s ON s.project = d.project
      LEFT JOIN filings f ON f.request = d.request
    WHERE d.day < $1 ORDER BY d.day, d.project, d.request, d.kind, d.name LIMIT $2
    """
  case countDues = "SELECT count(*) FROM dues WHERE day < $1"
  case lessons = """
    SELECT l.position, l.project, l.body, l.terms,
      s.project, s.title, s.workflow, s.policy, s.stage, s.since, s.is_over, s.levels, s.owner,
      s.opened, s.original_budget, s.budget, s.spent, s.original_finish, s.finish
    FROM lessons l JOIN summaries s ON s.project = l.project
    WHERE array_to_tsvector(string_to_array(l.terms, ' ')) @@ $1::text::tsquery
    ORDER BY l.position DESC LIMIT $2
    """
  /// By how many of the questions are met.
  case lessonsOfAny = """
    SELECT l.position, l.project, l.body, l.terms,
      s.project, s.title, s.workflow, s.policy, s.stage, s.since, s.is_over, s.levels, s.owner,
      s.opened, s.original_budget, s.budget, s.spent, s.original_finish, s.finish
    FROM (
      SELECT lessons.position, count(*) AS met
      FROM unnest($1::text[]) AS question
        JOIN lessons ON array_to_tsvector(string_to_array(terms, ' ')) @@ question::tsquery
      GROUP BY lessons.position ORDER BY met DESC, lessons.position DESC LIMIT $2) AS found
    JOIN lessons l ON l.position = found.position JOIN summaries s ON s.project = l.project
    ORDER BY found.met DESC, found.position DESC
    """
}
