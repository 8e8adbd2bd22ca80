"""Recount every counter and ledger from its rows and say where they differ."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from activities.actions.deciding import drawn_order
from activities.models import CheckIn, Commitment, Draw, Hold, Offer, Registration, Session
from goodsociety.operations.invariants_of_money import money_findings
from reports.actions import digest_of
from reports.models import Snapshot
from volunteers.models import HandOver, Shift, SignUp


def real(row: Model) -> int:
    """Return what a row's own rows add up to, as annotated."""
    return int(row.real)  # type: ignore[attr-defined]


def session_counters() -> Iterator[str]:
    """Sessions whose seats taken or held are not those of their live parties."""
    live = Q(registrations__status=Registration.Status.CONFIRMED)
    parties = Sum("registrations__party_size", filter=live, default=0)
    for session in Session.objects.annotate(real=parties).exclude(seats_taken=F("real")):
        yield f"session {session.pk}: {session.seats_taken} seats taken, its registrations hold {real(session)}"
    for session in Session.objects.annotate(real=seats_kept()).exclude(seats_held=F("real")):
        yield f"session {session.pk}: {session.seats_held} seats held, its offers and holds keep {real(session)}"
    waiting = Count("registrations", filter=Q(registrations__status=Registration.Status.WAITING))
    for session in Session.objects.annotate(real=waiting).exclude(parties_waiting=F("real")):
        yield f"session {session.pk}: {session.parties_waiting} parties waiting, its list has {real(session)}"


def seats_kept() -> Any:
    """Return the seats that a session's offers and holds keep, to be compared with its counter."""
    offers = Offer.objects.pending().filter(registration__session=OuterRef("pk")).order_by()
    holds = Hold.objects.filter(session=OuterRef("pk")).order_by()
    by_offers = offers.values("registration__session").annotate(seats=Sum("seats")).values("seats")
    by_holds = holds.values("session").annotate(seats=Sum("seats")).values("seats")
    return Coalesce(Subquery(by_offers), 0) + Coalesce(Subquery(by_holds), 0)


def unfitting_offers() -> Iterator[str]:
    """Parties that were offered places without an offer of their size, and offers to parties of another step."""
    offered = Registration.objects.filter(status=Registration.Status.OFFERED)
    fitting = Offer.objects.pending().filter(registration=OuterRef("pk"), seats=OuterRef("party_size"))
    for row in offered.exclude(Exists(fitting)):
        yield f"registration {row.pk}: offered places without an offer of its size"
    for offer in Offer.objects.pending().exclude(registration__in=offered.values("pk")):
        yield f"offer {offer.pk}: pending, but its registration is not offered places"


def unfitting_draws() -> Iterator[str]:
    """Draws whose order does not follow from seed and entries, and entries that are not where the draw left them."""
    for draw in Draw.objects.all():
        sizes, results = dict(draw.entries), dict(draw.outcome)
        if drawn_order(draw.seed, sizes) != [reference for reference, _result in draw.outcome]:
            yield f"draw {draw.pk}: its order does not follow from its seed and entries"
        rows = Registration.objects.filter(session=draw.session_id, reference__in=list(results))
        statuses = dict(rows.values_list("reference", "status"))
        for reference, result in results.items():
            if statuses.get(reference) not in after(result):
                yield f"draw {draw.pk}: entry {reference} was {result} and is {statuses.get(reference, 'not there')}"
    left = Registration.objects.filter(status=Registration.Status.ENTERED, session__draw__isnull=False)
    for key in left.values_list("pk", flat=True):
        yield f"registration {key}: entered in a draw that was held without it"


def after(result: str) -> set[str]:
    """Return the statuses that a registration may come to have after a result of a draw."""
    # Whoever had promised to be elsewhere has lost.
    first = Registration.Status.LOST if result == "clash" else Registration.Status(result)
    reached, steps = set(), [first]
    while steps:
        status = steps.pop()
        reached.add(str(status))
        steps += [step for step in Registration.STEPS[status] if step not in reached]
    return reached


def shift_counters() -> Iterator[str]:
    """Shifts whose places taken or kept, or parties waiting, are not those of their sign-ups."""

    def people(*statuses: str) -> Sum:
        return Sum("sign_ups__party_size", filter=Q(sign_ups__status__in=statuses), default=0)

    for shift in Shift.objects.annotate(real=people(SignUp.Status.CONFIRMED)).exclude(seats_taken=F("real")):
        yield f"shift {shift.pk}: {shift.seats_taken} places taken, its sign-ups hold {real(shift)}"
    for shift in Shift.objects.annotate(real=people(*SignUp.HOLDING)).exclude(seats_held=F("real")):
        yield f"shift {shift.pk}: {shift.seats_held} places kept, its sign-ups keep {real(shift)}"
    waiting = Count("sign_ups", filter=Q(sign_ups__status=SignUp.Status.WAITING))
    for shift in Shift.objects.annotate(real=waiting).exclude(parties_waiting=F("real")):
        yield f"shift {shift.pk}: {shift.parties_waiting} parties waiting, its list has {real(shift)}"


def stray_hand_overs() -> Iterator[str]:
    """Searches for a stand-in for a shift that is not held, and those taken over that left the place where it was."""
    held = Q(sign_up__status=SignUp.Status.CONFIRMED)
    # Whoever does not come looks for nobody any more, but the search stands in the log.
    for row in HandOver.objects.sought().exclude(held | Q(sign_up__status=SignUp.Status.NO_SHOW)):
        yield f"hand-over {row.pk}: a stand-in is sought for a sign-up that holds no place"
    taken = HandOver.objects.filter(state=HandOver.State.TAKEN)
    same = Q(taken_by__shift=F("sign_up__shift"), sign_up__status=SignUp.Status.HANDED_OVER)
    for row in taken.exclude(same):
        yield f"hand-over {row.pk}: taken over, but not by a sign-up in the same shift"


def hours_of_no_shows() -> Iterator[str]:
    """Sign-ups of people who did not come, with approved hours."""
    for row in SignUp.objects.filter(status=SignUp.Status.NO_SHOW, approved_minutes__isnull=False):
        yield f"sign-up {row.pk}: {row.approved_minutes} minutes approved, but nobody came"


def commitments_of(what: Commitment.What, live: QuerySet[Any], *, slot: str) -> Iterator[str]:
    """Live rows without a commitment of that person at that time, and commitments of rows that are not live."""
    theirs = Commitment.objects.filter(what=what)
    fitting = theirs.filter(
        what_key=OuterRef("pk"),
        person=OuterRef("person"),
        starts_at=OuterRef(f"{slot}__starts_at"),
        ends_at=OuterRef(f"{slot}__ends_at"),
    )
    for key in live.exclude(Exists(fitting)).values_list("pk", flat=True):
        yield f"{what} {key}: holds a seat without a commitment of that person at that time"
    for key in theirs.exclude(what_key__in=live.values("pk")).values_list("what_key", flat=True):
        yield f"{what} {key}: a commitment without a seat"


def overlapping_commitments() -> Iterator[str]:
    """People who promised to be in two places at once without anybody having allowed it."""
    other = Commitment.objects.filter(
        person=OuterRef("person"),
        is_exclusive=True,
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    ).exclude(pk=OuterRef("pk"))
    for row in Commitment.objects.filter(Exists(other), is_exclusive=True):
        yield f"commitment {row.pk}: overlaps another of the same person"


def heads_beyond_party() -> Iterator[str]:
    """Parties of whom more, or fewer than none, were let in."""
    heads = Sum("check_ins__heads", default=0)
    for row in Registration.objects.annotate(real=heads).filter(Q(real__gt=F("party_size")) | Q(real__lt=0)):
        yield f"registration {row.pk}: party of {row.party_size}, {real(row)} heads checked in"


def strayed_check_ins() -> Iterator[str]:
    """Check-ins at another session, or of another person, than their registration says."""
    with_registration = CheckIn.objects.exclude(registration=None)
    for row in with_registration.exclude(session=F("registration__session"), person=F("registration__person")):
        yield f"check-in {row.pk}: not of the session and person of registration {row.registration_id}"


def wrong_undos() -> Iterator[str]:
    """Undone check-ins that do not take back exactly what they undo."""
    exact = {"heads": -1 * F("undoes__heads"), "session": F("undoes__session"), "person": F("undoes__person")}
    for row in CheckIn.objects.exclude(undoes=None).exclude(**exact):
        yield f"check-in {row.pk}: does not take back exactly check-in {row.undoes_id}"


def changed_snapshots() -> Iterator[str]:
    """Frozen reports that are not what was frozen."""
    for snapshot in Snapshot.objects.all():
        if digest_of(snapshot.report) != snapshot.digest:
            yield f"snapshot {snapshot.pk}: its report was changed"


def findings() -> Iterator[str]:
    """Yield every difference in the whole database."""
    yield from session_counters()
    yield from unfitting_offers()
    yield from unfitting_draws()
    yield from shift_counters()
    yield from stray_hand_overs()
    yield from hours_of_no_shows()
    yield from commitments_of(Commitment.What.REGISTRATION, Registration.objects.live(), slot="session")
    yield from commitments_of(Commitment.What.SIGN_UP, SignUp.objects.committed(), slot="shift")
    yield from overlapping_commitments()
    yield from heads_beyond_party()
    yield from strayed_check_ins()
    yield from wrong_undos()
    yield from money_findings()
    yield from changed_snapshots()
