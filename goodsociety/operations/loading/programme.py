"""Write the sample programme: activities with their sessions, duties with their shifts.

Where people hold seats, a file neither moves a session or shift nor takes seats away: that is for the organisers, who
then tell those people.
"""

import datetime as dt
from typing import TypeVar

from django.utils.translation import gettext as _

from activities.models import Activity, Session, State
from goodsociety.operations.loading.errors import Document, Errors
from goodsociety.operations.loading.rows import DESCRIBED, NAMES, SUMMED_UP, Loading, chosen
from volunteers.models import Duty, Qualification, Shift

Slot = TypeVar("Slot", Session, Shift)
FOR_WHOM = ("for_whom_th", "for_whom_en", "language", "minimum_age", "maximum_age")


def write_activity(loading: Loading, row: Document, path: str) -> None:
    """Write an activity with its hosts, ways and sessions."""
    fields = {**chosen(row, *SUMMED_UP, "kind", *FOR_WHOM), "zone": loading.zones[row["zone"]], "is_sample": True}
    activity = loading.put(Activity, {"edition": loading.edition, "slug": row["slug"]}, fields)
    write_hosts(loading, activity, {loading.organizations[slug].pk for slug in row["hosts"]})
    write_traits(loading, activity, "ways", "way", row["ways"])
    write_traits(loading, activity, "access", "feature", row["access"])
    wanted = [
        {
            "activity_id": activity.pk,
            "place_id": loading.places[session["place"]].pk,
            **span(loading, session["day"], session),
            **chosen(session, "entry", "capacity"),
        }
        for session in row["sessions"]
    ]
    there = matched(list(activity.sessions.order_by("pk")), wanted, "starts_at", "place_id")
    for index, values in enumerate(wanted):
        put_slot(loading, Session, there[index], values, f"{path}.sessions[{index}]")


def write_hosts(loading: Loading, activity: Activity, hosts: set[int]) -> None:
    """Let exactly these organizations host an activity."""
    if set(activity.hosts.values_list("pk", flat=True)) != hosts:
        activity.hosts.set(hosts)
        loading.tally.note(activity, ["hosts"])


def write_traits(loading: Loading, activity: Activity, name: str, column: str, wanted: list[str]) -> None:
    """Let an activity have exactly these ways to take part, or these things that make it accessible."""
    rows = getattr(activity, name)
    there = set(rows.values_list(column, flat=True))
    if there != set(wanted):
        rows.exclude(**{f"{column}__in": wanted}).delete()
        missing = [value for value in dict.fromkeys(wanted) if value not in there]
        rows.bulk_create(rows.model(activity=activity, **{column: value}) for value in missing)
        loading.tally.note(activity, [name])


def write_duty(loading: Loading, row: Document, path: str) -> None:
    """Write a duty with its shifts."""
    host = loading.organizations[row["host"]] if row["host"] else None
    asked = chosen(row, *DESCRIBED, "minimum_age", "language", "is_lifting", "is_standing")
    fields = {**asked, "zone": loading.zone(row["zone"]), "host": host, "is_sample": True}
    duty = loading.put(Duty, {"edition": loading.edition, "slug": row["slug"]}, fields)
    duty.needs.set(
        loading.put(Qualification, {"slug": need["slug"]}, chosen(need, *NAMES, "kind")) for need in row["needs"]
    )
    paths, wanted = [], []
    for index, shift in enumerate(row["shifts"]):
        place_id = loading.places[shift["place"]].pk if shift["place"] else None
        for day in shift["days"]:
            paths.append(f"{path}.shifts[{index}]")
            values = {"duty_id": duty.pk, "place_id": place_id, "is_by_approval": shift["by_approval"]}
            values |= chosen(shift, "capacity", "needed", "largest_party")
            wanted.append({**values, **span(loading, day, shift)})
    there = matched(list(duty.shifts.order_by("pk")), wanted, "starts_at")
    for below, slot, values in zip(paths, there, wanted, strict=True):
        put_slot(loading, Shift, slot, values, below)


def span(loading: Loading, day: int, row: Document) -> Document:
    """Return from when to when a session or shift of the file goes on a day."""
    starts_at = loading.edition.moment(day, row["at"])
    return {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(minutes=row["minutes"])}


def matched(there: list[Slot], wanted: list[Document], *keys: str) -> list[Slot | None]:
    """Return for everything wanted the row that is there: by its keys first, then one of the sample rows left over.

    So a session that somebody moved is brought back, not written a second time.
    """
    by_keys = {tuple(getattr(row, key) for key in keys): row for row in there}
    found = [by_keys.pop(tuple(values[key] for key in keys), None) for values in wanted]
    moved = (row for row in by_keys.values() if row.is_sample)
    return [row or next(moved, None) for row in found]


def put_slot(loading: Loading, model: type[Slot], slot: Slot | None, values: Document, path: str) -> None:
    """Bring a session or shift to the values, or add it as released; note an error where people hold its seats."""
    values = {**values, "is_sample": True}
    if slot is None:
        loading.add(model, {**values, "state": State.RELEASED})
        return
    errors = list(seat_errors(slot, values, path))
    loading.errors += errors
    if not errors:
        loading.bring(slot, values)


def seat_errors(slot: Session | Shift, values: Document, path: str) -> Errors:
    """Yield how a file would move or take away seats that people hold."""
    seats = slot.seats_taken + slot.seats_held
    capacity = values["capacity"]
    if capacity is not None and capacity < seats:
        yield f"{path}.capacity", _("%(seats)s seats are taken already.") % {"seats": seats}
    if seats and any(getattr(slot, name) != values[name] for name in ("starts_at", "ends_at", "place_id")):
        yield (
            path,
            _("People hold %(seats)s seats at another time or place: a file does not move them.") % {"seats": seats},
        )
