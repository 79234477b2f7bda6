"""SpiffWorkflow with SQLite: requests that four people approve one after the other, each approval loaded, decided and kept.

Usage: spiff.py FILE N. Prints how long one approval took. What the library leaves to its user is done here as simply as it can be: the
workflow's state is a row of JSON beside a row for each approval, both written in one transaction with one durable commit.
"""
import json
import pathlib
import sqlite3
import sys
import time

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

SIGNERS = ["manager", "sponsor", "director", "executive"]


def main(path, count):
    parser = BpmnParser()
    parser.add_bpmn_file(str(pathlib.Path(__file__).parent / "chain.bpmn"))
    spec = parser.get_spec("chain")
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL;"
                     "CREATE TABLE requests (id INTEGER PRIMARY KEY, state TEXT NOT NULL);"
                     "CREATE TABLE approvals (request INTEGER, step TEXT, person TEXT, comment TEXT, at REAL, PRIMARY KEY (request, step))")
    for number in range(1, count + 1):
        workflow = BpmnWorkflow(spec)
        workflow.data["budget"] = 126000
        workflow.do_engine_steps()
        db.execute("INSERT INTO requests VALUES (?, ?)", (number, serializer.serialize_json(workflow)))
    start = time.perf_counter()
    for signer in SIGNERS:
        for number in range(1, count + 1):
            db.execute("BEGIN IMMEDIATE")
            state, = db.execute("SELECT state FROM requests WHERE id = ?", (number,)).fetchone()
            workflow = serializer.deserialize_json(state)
            task, = workflow.get_tasks(state=TaskState.READY, manual=True)
            assert task.task_spec.name == signer
            task.data[signer] = {"person": signer, "comment": "ok"}
            task.run()
            workflow.do_engine_steps()
            db.execute("INSERT INTO approvals VALUES (?, ?, ?, 'ok', ?)", (number, signer, signer, time.time()))
            db.execute("UPDATE requests SET state = ? WHERE id = ?", (serializer.serialize_json(workflow), number))
            db.execute("COMMIT")
    took = time.perf_counter() - start
    assert workflow.is_completed()
    print(json.dumps({"name": "spiff", "nanoseconds": took * 1e9 / (4 * count)}))


main(sys.argv[1], int(sys.argv[2]))
