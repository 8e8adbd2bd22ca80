"""What a device and its user are told of a scan: a word in large, a tone, and what to do about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Person
from activities import refusals
from activities.actions.scanning import Strange
from activities.desk.uploading import Outcome
from activities.models import CheckIn, HeadCount, Registration, Session
from goodsociety.common.dates import local_day, show_moment, show_time
from goodsociety.common.refusals import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Reason, Result = CheckIn.Reason, CheckIn.Result
GOOD, WARN, BAD = "good", "warn", "bad"
#: The word in large, by result or reason, and its tone.
TITLES: "dict[str, tuple[StrOrPromise, str]]" = {
    Result.WELCOME: (pgettext_lazy("desk", "Welcome"), GOOD),
    Result.ALREADY_IN: (pgettext_lazy("desk", "Already in"), WARN),
    Result.UNDONE: (pgettext_lazy("desk", "Taken back"), WARN),
    "counted": (pgettext_lazy("desk", "Counted"), GOOD),
    "invalid": (pgettext_lazy("desk", "Not accepted"), BAD),
    Reason.WRONG_SESSION: (pgettext_lazy("desk", "Another session"), BAD),
    Reason.WRONG_DAY: (pgettext_lazy("desk", "Another day"), BAD),
    Reason.CANCELLED: (pgettext_lazy("desk", "Cancelled"), BAD),
    Reason.NOT_CONFIRMED: (pgettext_lazy("desk", "Not confirmed"), BAD),
    Reason.NOT_REGISTERED: (pgettext_lazy("desk", "Not registered"), BAD),
    Reason.REVOKED: (pgettext_lazy("desk", "This pass was replaced"), BAD),
    Strange.OTHER_EDITION: (pgettext_lazy("desk", "A pass of another year"), BAD),
    Strange.FORGED: (pgettext_lazy("desk", "Not a true pass"), BAD),
    Strange.NOT_FOUND: (pgettext_lazy("desk", "Reference not found"), BAD),
    Strange.FOREIGN: (pgettext_lazy("desk", "Not a code of the expo"), BAD),
}
#: What to do about what is always the same.
ADVICE: "dict[str, StrOrPromise]" = {
    Reason.NOT_REGISTERED: gettext_lazy("The pass is true, but there is no registration for this session."),
    Reason.REVOKED: gettext_lazy("There is a newer pass: ask for the latest mail, or look them up by name."),
    Strange.FORGED: gettext_lazy("It looks like a pass of ours, but is not signed by us. Look them up by name."),
    Strange.NOT_FOUND: gettext_lazy("Nobody has this reference. Read it once more, or look them up by name."),
    Strange.FOREIGN: gettext_lazy("Ask for the pass in the mail, or for the reference of eight characters."),
}
#: The refusals that a reason overrides.
OVERRIDABLE = (refusals.PlacesOffered, refusals.SomewhereElse)


@dataclass(frozen=True)
class Known:
    """What the rows behind several outcomes lead to, fetched in as many questions as for one."""

    registrations: dict[int, Registration] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    welcomed: dict[int, CheckIn] = field(default_factory=dict)
    elsewhere: dict[int, list[Registration]] = field(default_factory=dict)
    counted: dict[tuple[int | None, int | None], int] = field(default_factory=dict)


def known_of(outcomes: Sequence[Outcome]) -> Known:
    """Fetch what has to be told of outcomes."""
    rows = [outcome.row for outcome in outcomes if isinstance(outcome.row, CheckIn)]
    counts = [outcome.row for outcome in outcomes if isinstance(outcome.row, HeadCount)]
    keys = {row.registration_id for row in rows if row.registration_id}
    parties = Registration.objects.filter(pk__in=keys).annotate(inside=Sum("check_ins__heads", default=0))
    welcomes = CheckIn.objects.filter(registration__in=keys, result=Result.WELCOME, undone_by=None).order_by("-at")
    return Known(
        {row.pk: row for row in parties.for_page()} if keys else {},
        Person.objects.in_bulk({row.person_id for row in rows if not row.registration_id}),
        {row.registration_id: row for row in welcomes if row.registration_id} if keys else {},
        elsewhere_of([row for row in rows if row.reason in {Reason.WRONG_SESSION, Reason.WRONG_DAY}]),
        counted_at(counts),
    )


def elsewhere_of(rows: Iterable[CheckIn]) -> dict[int, list[Registration]]:
    """Return what the people of refused scans are registered for."""
    found: dict[int, list[Registration]] = {}
    people = {row.person_id for row in rows}
    theirs = Registration.objects.live().filter(person__in=people).for_page()
    for registration in theirs if people else ():
        found.setdefault(registration.person_id, []).append(registration)
    return found


def counted_at(counts: Iterable[HeadCount]) -> dict[tuple[int | None, int | None], int]:
    """Return how many are counted at the doors of head counts."""
    sessions = {row.session_id for row in counts if row.session_id}
    zones = {row.zone_id for row in counts if row.zone_id}
    if not sessions | zones:
        return {}
    rows = HeadCount.objects.filter(session__in=sessions) | HeadCount.objects.filter(zone__in=zones)
    found = rows.order_by().values("session", "zone").annotate(heads=Sum("heads"))
    return {(row["session"], row["zone"]): row["heads"] for row in found}


def tell(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Return what a device is told of outcomes, in their order."""
    known = known_of(outcomes)
    return [tell_one(outcome, known) for outcome in outcomes]


def tell_one(outcome: Outcome, known: Known) -> dict[str, Any]:
    """Return what a device is told of one outcome."""
    row = outcome.row
    registration = known.registrations.get(row.registration_id or 0) if isinstance(row, CheckIn) else None
    word = word_of(outcome)
    title, tone = TITLES[word]
    return {
        "key": outcome.key,
        "session": outcome.session.code if outcome.session else None,
        "result": result_of(outcome),
        "reason": reason_of(outcome),
        "tone": tone,
        "title": str(title),
        "detail": " ".join(filter(None, [detail_of(outcome, known), conflict_of(outcome)])),
        "name": name_of(row, registration, known),
        "reference": registration.reference if registration else "",
        "size": registration.party_size if registration else None,
        "heads": row.heads if row else 0,
        "in": inside_of(row, registration, known),
        "isConflict": outcome.is_conflict,
        "undoable": is_undoable(outcome),
        "canOverride": can_override(outcome.refusal),
    }


def result_of(outcome: Outcome) -> str:
    """Return the result of an outcome in one word for machines."""
    if outcome.strange:
        return "unknown"
    if outcome.row is None:
        return "invalid"
    if outcome.kind == "undo":
        return str(Result.UNDONE)
    return "counted" if isinstance(outcome.row, HeadCount) else outcome.row.result


def reason_of(outcome: Outcome) -> str:
    """Return the reason of an outcome in one word for machines; nothing where there is none."""
    if outcome.refusal:
        return outcome.refusal.name
    return outcome.strange.value if outcome.strange else str(getattr(outcome.row, "reason", ""))


def word_of(outcome: Outcome) -> str:
    """Return by which word an outcome is told in large."""
    if outcome.strange:
        return outcome.strange
    reason = "" if outcome.kind == "undo" else getattr(outcome.row, "reason", "")
    return reason or result_of(outcome)


def name_of(row: CheckIn | HeadCount | None, registration: Registration | None, known: Known) -> str:
    """Return whose scan it was, as far as a row says."""
    if registration:
        return registration.name
    return known.people[row.person_id].name if isinstance(row, CheckIn) else ""


def inside_of(row: CheckIn | HeadCount | None, registration: Registration | None, known: Known) -> int | None:
    """Return how many of a party are in, or how many were counted at a door."""
    if isinstance(row, HeadCount):
        return known.counted.get((row.session_id, row.zone_id), 0)
    return registration.inside if registration else None  # type: ignore[attr-defined]  # annotated above


def is_undoable(outcome: Outcome) -> bool:
    """Say whether an outcome can be taken back."""
    row = outcome.row
    is_welcome = isinstance(row, CheckIn) and row.result == Result.WELCOME
    return outcome.kind != "undo" and (is_welcome or isinstance(row, HeadCount))


def can_override(refusal: Refusal | None) -> bool:
    """Say whether a reason would get somebody past a refusal."""
    return isinstance(refusal, OVERRIDABLE)


def conflict_of(outcome: Outcome) -> str:
    """Return what is said of somebody whom a device without network let in and should not have."""
    return _("Let in without network: marked for the organisers.") if outcome.is_conflict else ""


def detail_of(outcome: Outcome, known: Known) -> str:
    """Return what else is said, and what to do."""
    if outcome.sentence:
        return outcome.sentence
    if outcome.edition:
        return _("It is of %(edition)s. Ask for this year's pass, or look them up by name.") % {
            "edition": outcome.edition.name
        }
    if isinstance(outcome.row, CheckIn) and outcome.kind != "undo":
        return of_check_in(outcome, outcome.row, known)
    return str(ADVICE.get(word_of(outcome), ""))


def of_check_in(outcome: Outcome, row: CheckIn, known: Known) -> str:
    """Return what is said of a scan of somebody who is known."""
    registration = known.registrations.get(row.registration_id or 0)
    if row.result == Result.REFUSED:
        return of_refusal(outcome, row, known)
    if registration is None:
        return ""
    return since_when(registration, known) if row.result == Result.ALREADY_IN else of_party(registration)


def of_party(registration: Registration) -> str:
    """Return how many of a party are in; nothing of somebody who came alone."""
    inside, size = registration.inside, registration.party_size  # type: ignore[attr-defined]  # annotated above
    if size == 1:
        return ""
    if inside < size:
        return _("%(inside)s of %(size)s are in.") % {"inside": inside, "size": size}
    return _("All %(size)s are in.") % {"size": size}


def since_when(registration: Registration, known: Known) -> str:
    """Return when and where somebody came in, who is in already."""
    welcome = known.welcomed.get(registration.pk)
    if welcome is None:
        return ""
    is_today = local_day(welcome.at) == local_day(registration.session.starts_at)
    when = show_time(welcome.at) if is_today else show_moment(welcome.at)
    return _("In since %(when)s – %(where)s") % {"when": when, "where": where_of(registration.session)}


def of_refusal(outcome: Outcome, row: CheckIn, known: Known) -> str:
    """Return what is said of somebody who is not let in."""
    registration = known.registrations.get(row.registration_id or 0)
    if outcome.session and row.reason in {Reason.WRONG_SESSION, Reason.WRONG_DAY}:
        return instead_of(outcome.session, row, known)
    if registration and row.reason == Reason.CANCELLED and registration.cancelled_at:
        return _("Cancelled on %(when)s.") % {"when": show_moment(registration.cancelled_at)}
    if registration and row.reason in {Reason.CANCELLED, Reason.NOT_CONFIRMED}:
        return str(registration.get_status_display())
    return str(ADVICE.get(row.reason, ""))


def instead_of(here: Session, row: CheckIn, known: Known) -> str:
    """Return what somebody is registered for instead: the nearest to where they stand."""
    theirs = [one.session for one in known.elsewhere.get(row.person_id, []) if one.session.edition == here.edition]
    if not theirs:
        return ""
    nearest = min(theirs, key=lambda session: abs(session.starts_at - here.starts_at))
    is_today = row.reason == Reason.WRONG_SESSION
    when = show_time(nearest.starts_at) if is_today else show_moment(nearest.starts_at)
    return _("Registered for %(what)s, %(when)s – %(where)s") % {
        "what": nearest.activity.name,
        "when": when,
        "where": where_of(nearest),
    }


def where_of(session: Session) -> str:
    """Return place and zone of a session."""
    return f"{session.place.name}, {session.activity.zone.name}"


def words() -> dict[str, str]:
    """Return the words in large by result and reason, for a device that has to say them without network."""
    return {str(name): str(title) for name, (title, _tone) in TITLES.items()}
