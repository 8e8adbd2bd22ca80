"""What the benchmark does with the site's own code, each a process with the settings of the scratch database.

    python -m bench.inside prepare [--small]    migrate, load the editions, say which pages to ask
    python -m bench.inside open 121             make room in so many sessions, say their addresses
    python -m bench.inside recount              count what was registered, and check every invariant

The last line printed is the answer, as JSON.
"""

import json
import sys
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

django.setup()

# The registry of apps has to be full before models are imported.
from activities.models import Activity, Entry, Registration, Session  # noqa: E402
from goodsociety.common.models import IdempotencyKey  # noqa: E402
from goodsociety.operations.coming import load_coming_edition  # noqa: E402
from goodsociety.operations.invariants import findings  # noqa: E402
from goodsociety.operations.loading.reading import SHIPPED, read_edition  # noqa: E402
from goodsociety.operations.loading.writing import load_edition  # noqa: E402
from zones.models import Edition  # noqa: E402

Said = dict[str, Any]
PAST = 2019
#: As many seats as nobody takes in one run.
ROOM = 10_000_000


def prepare(*, small: bool) -> Said:
    """Make the tables, the static files and the editions; return the pages with the statements that each needs."""
    call_command("migrate", verbosity=0)
    call_command("build_fonts", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not small:
        load_edition(read_edition(SHIPPED / f"{PAST}.yaml"), with_sample=True)
    load_coming_edition()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    pages = {"home": home()} if small else all_pages()
    return {"pages": [[name, path, statements_of_page(path)] for name, path in pages.items()]}


def home() -> str:
    """Return the address of the coming expo's home."""
    return f"/{coming().year}/"


def coming() -> Edition:
    """Return the sample edition that is open."""
    return Edition.objects.open().get()


def all_pages() -> dict[str, str]:
    """Return the address of every kind of page, by its name in the table."""
    edition = coming()
    activity = Activity.objects.public().of(edition).order_by("pk").first()
    zone = edition.zones.first()
    if activity is None or zone is None:
        raise SystemExit("The coming edition has no programme to show.")
    return {
        "home": home(),
        "zones": f"{home()}zones/",
        "one zone": f"{home()}zones/{zone.slug}/",
        "programme": f"{home()}programme/",
        "one activity": f"{home()}activities/{activity.slug}/",
        "organizations": f"{home()}organizations/",
        "volunteer": f"{home()}volunteer/",
        "give": f"{home()}give/",
        f"impact of {PAST}": f"/{PAST}/impact/",
        "API: sessions": f"/api/v1/sessions/?edition={edition.year}",
    }


def visitor() -> Client:
    """Return somebody who comes through a proxy of ours."""
    host = settings.ALLOWED_HOSTS[0]
    return Client(raise_request_exception=False, SERVER_NAME=host, headers={"X-Forwarded-Proto": "https"})


def statements_of_page(path: str) -> int:
    """Return how many statements a page needs once the process has warmed up."""
    client = visitor()
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return len(seen)


def open_sessions(number: int) -> Said:
    """Make room in sessions; return where to register, the statements of one registration, and what is there before."""
    sessions = Session.objects.public().of(coming()).filter(entry=Entry.REGISTRATION, starts_at__gt=timezone.now())
    chosen = list(sessions.order_by("pk")[:number])
    Session.objects.filter(pk__in=[session.pk for session in chosen]).update(capacity=ROOM)
    paths = [f"/api/v1/sessions/{session.code}/registrations/" for session in chosen]
    statements = statements_of_registration(paths[0])
    return {"paths": paths, "statements": statements, **recount()}


def statements_of_registration(path: str) -> int:
    """Register two people; return how many statements, BEGIN and COMMIT among them, the second one needed."""
    client = visitor()
    with CaptureQueriesContext(connection) as seen:
        for number in range(2):
            seen.initial_queries = len(connection.queries_log)
            body = {"name": "A visitor", "email": f"first-{number}@example.org", "party_size": 1, "consent": True}
            client.post(path, body, content_type="application/json", headers={"Idempotency-Key": f"first-{number}"})
    return len(seen)


def recount() -> Said:
    """Count registrations by the API and their stored answers; return them with what check_invariants finds."""
    return {
        "registrations": Registration.objects.live().filter(is_sample=False).count(),
        "answers": IdempotencyKey.objects.exclude(answer=None).count(),
        "findings": list(findings()),
    }


def main(words: list[str]) -> Said:
    """Do what was asked."""
    match words:
        case ["prepare", *options]:
            return prepare(small="--small" in options)
        case ["open", number]:
            return open_sessions(int(number))
        case ["recount"]:
            return recount()
    raise SystemExit(__doc__)


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(main(sys.argv[1:])) + "\n")
