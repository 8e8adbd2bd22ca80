"""What the benchmark does with the site's own code, each a process with the settings of the scratch database.

    python -m bench.inside prepare [--small]    migrate, load the editions, say which pages to ask
    python -m bench.inside costs [--small]      what each page costs the processor, made anew and given out again
    python -m bench.inside visited              say which pages a visitor may come to first, in both languages
    python -m bench.inside open 121             make room in so many sessions, say their addresses
    python -m bench.inside seats 20 50          make 50 seats free in each of 20 sessions, say their addresses
    python -m bench.inside judged CODE ...      what became of those sessions, and every invariant
    python -m bench.inside recount              count what was registered, and check every invariant

The last line printed is the answer, as JSON.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import F, Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone, translation

django.setup()

# The registry of apps has to be full before models are imported.
from activities.models import Activity, Entry, Registration, Session  # noqa: E402
from bench import addresses, unloaded  # noqa: E402
from bench.addresses import PAST, coming  # noqa: E402
from bench.volunteers import add_full_board  # noqa: E402
from goodsociety.common.models import IdempotencyKey  # noqa: E402
from goodsociety.operations.coming import load_coming_edition  # noqa: E402
from goodsociety.operations.invariants import findings  # noqa: E402
from goodsociety.operations.loading.reading import SHIPPED, read_edition  # noqa: E402
from goodsociety.operations.loading.writing import load_edition  # noqa: E402

Said = dict[str, Any]
#: As many seats as nobody takes in one run.
ROOM = 10_000_000
OK = 200


def prepare(*, small: bool) -> Said:
    """Make the tables, the static files and the editions; return the pages with the statements that each needs."""
    call_command("migrate", verbosity=0)
    call_command("build_fonts", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not small:
        load_edition(read_edition(SHIPPED / f"{PAST}.yaml"), with_sample=True)
    load_coming_edition()
    if not small:
        add_full_board(coming(), at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    pages = chosen(small=small) | ({} if small else addresses.machine_lists())
    return {"pages": [[name, path, statements_of_page(path)] for name, path in pages.items()]}


def chosen(*, small: bool) -> dict[str, str]:
    """Return the pages to measure."""
    return {"home": addresses.home()} if small else addresses.asked_pages()


def visited() -> Said:
    """Return the address of every page that a visitor may come to first, by language."""
    found = {}
    for language in ("th", "en"):
        with translation.override(language):
            found[language] = addresses.visited_pages()
    return found


def visitor() -> Client:
    """Return somebody who comes through a proxy of ours."""
    host = settings.ALLOWED_HOSTS[0]
    return Client(raise_request_exception=False, SERVER_NAME=host, headers={"X-Forwarded-Proto": "https"})


def statements_of_page(path: str) -> int:
    """Return how many statements a page needs when it is made anew by a process that has warmed up."""
    client = visitor()
    client.get(path)
    with override_settings(KEEP_PAGES=False), CaptureQueriesContext(connection) as seen:
        response = client.get(path)
    if response.status_code != OK:
        raise SystemExit(f"{path} answers {response.status_code}")
    return len(seen)


def open_sessions(number: int) -> Said:
    """Make room in sessions; return where to register, the statements of one registration, and what is there before."""
    chosen = for_everybody(number)
    Session.objects.filter(pk__in=[session.pk for session in chosen]).update(capacity=ROOM)
    paths = [f"/api/v1/sessions/{session.code}/registrations/" for session in chosen]
    statements = statements_of_registration(paths[0])
    return {"paths": paths, "statements": statements, **recount()}


def for_everybody(number: int) -> list[Session]:
    """Return sessions that ask for nothing but who comes; activities for some ages are for all of them from now on."""
    Activity.objects.of(coming()).update(minimum_age=None, maximum_age=None)
    sessions = Session.objects.public().of(coming()).filter(entry=Entry.REGISTRATION, starts_at__gt=timezone.now())
    return list(sessions.filter(activity__questions=None).order_by("pk")[:number])


def free_seats(number: int, seats: int) -> Said:
    """Make exactly so many seats free in sessions for everybody; return their codes and years."""
    chosen = for_everybody(number)
    keys = [session.pk for session in chosen]
    Session.objects.filter(pk__in=keys).update(
        capacity=F("seats_taken") + F("seats_held") + seats,
        registration_opens_at=None,
        registration_closes_at=None,
        has_waiting_list=False,
        largest_party=5,
    )
    return {"codes": [session.code for session in chosen], "year": coming().year}


def judged(codes: list[str]) -> Said:
    """Return for each session its seats and what its rows add up to, and what check_invariants finds."""
    sessions = Session.objects.filter(code__in=codes).order_by("pk")
    live = Registration.objects.live()
    rows = {
        session.code: [
            session.capacity,
            session.seats_taken,
            live.filter(session=session).aggregate(seats=Sum("party_size", default=0))["seats"],
            live.filter(session=session).count() - live.filter(session=session).values("person").distinct().count(),
        ]
        for session in sessions
    }
    return {"sessions": rows, "findings": list(findings())}


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


def costs(*, small: bool) -> Said:
    """Return what each page costs the processor: made anew, given out again, and a hello-world view beside it."""
    return {"pages": unloaded.costs(chosen(small=small), rounds=1 if small else unloaded.ROUNDS)}


def main(words: list[str]) -> Said:
    """Do what was asked."""
    acts: dict[str, Callable[[], Said]] = {
        "prepare": lambda: prepare(small="--small" in words),
        "costs": lambda: costs(small="--small" in words),
        "visited": visited,
        "open": lambda: open_sessions(int(words[1])),
        "seats": lambda: free_seats(int(words[1]), int(words[2])),
        "judged": lambda: judged(words[1:]),
        "recount": recount,
    }
    if not words or words[0] not in acts:
        raise SystemExit(__doc__)
    return acts[words[0]]()


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(main(sys.argv[1:])) + "\n")
