"""viewflow with SQLite: requests that four people approve one after the other, as its own tables and its own transactions keep them.

Usage: viewflow_chain.py FILE N. Prints how long one approval took.
"""
import json
import sys
import time

import django
from django.conf import settings

path, count = sys.argv[1], int(sys.argv[2])
settings.configure(
    SECRET_KEY="benchmark", USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "viewflow", "viewflow.workflow", "chain"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": {
        "init_command": "PRAGMA journal_mode=TRUNCATE;PRAGMA synchronous=FULL;", "transaction_mode": "IMMEDIATE"}}})
django.setup()

from chain.flows import Chain  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from viewflow.workflow.models import Process  # noqa: E402


def main():
    call_command("migrate", verbosity=0)
    processes = []
    for _ in range(count):
        with transaction.atomic():
            processes.append(Chain.start.run(budget=126000).pk)
    begun = time.perf_counter()
    for signer in ["manager", "sponsor", "director", "executive"]:
        node = getattr(Chain, signer)
        for pk in processes:
            with transaction.atomic():
                process = Process.objects.get(pk=pk)
                node.run(process.task_set.get(flow_task=node, finished=None), person=signer)
    took = time.perf_counter() - begun
    assert Process.objects.filter(status="DONE").count() == count
    print(json.dumps({"name": "viewflow", "nanoseconds": took * 1e9 / (4 * count)}))


main()
