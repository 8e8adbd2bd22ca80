"""Write a checked edition document into the database: rows found by their stable keys, nothing doubled."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from activities.models import Activity, ActivityWay, Session, State
from donations.models import Campaign
from goodsociety.common import audit
from goodsociety.common.money import SATANG
from goodsociety.operations.loading.crowd import add_crowd
from organizations.models import MediaCoverage, Organization, Participation
from reports.models import PublishedFigure
from volunteers.models import Duty, Shift
from zones.models import Edition, Place, Zone

Document = dict[str, Any]
NAMES = ("name_th", "name_en")
DESCRIBED = (*NAMES, "description_th", "description_en")


@dataclass
class Tally:
    """How many rows of each kind were added, changed or already as the file says."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing was added or changed."""
        return not self.added.total() and not self.changed.total()

    def lines(self) -> list[str]:
        """Return a line for each kind of row."""
        kinds = sorted({*self.added, *self.changed, *self.same})
        return [
            f"{kind}: {self.added[kind]} added, {self.changed[kind]} changed, {self.same[kind]} unchanged"
            for kind in kinds
        ]


@dataclass
class Loading:
    """One loading: the document, whether every row of it is a sample, and what is found and counted on the way."""

    document: Document
    at: dt.datetime
    is_sample: bool = False
    tally: Tally = field(default_factory=Tally)
    zones: dict[str, Zone] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    edition: Edition = field(init=False)

    def put(self, model: type[models.Model], key: dict[str, Any], values: dict[str, Any]) -> Any:
        """Find a row by its key and bring it to the values, or add it; count which."""
        kind = str(model._meta.verbose_name_plural)
        row = model._default_manager.filter(**key).first()
        if row is None:
            self.tally.added[kind] += 1
            return model._default_manager.create(**key, **values)
        stale = [name for name, value in values.items() if getattr(row, name) != value]
        if stale:
            for name in stale:
                setattr(row, name, values[name])
            row.save(update_fields=[*stale, *(["sort_key"] if hasattr(row, "sort_key") else [])])
        (self.tally.changed if stale else self.tally.same)[kind] += 1
        return row


def load_edition(
    document: Document,
    *,
    at: dt.datetime | None = None,
    with_sample: bool,
    is_sample: bool = False,
    dry_run: bool = False,
) -> Tally:
    """Write a checked document in one transaction and return what was added and changed.

    Without ``with_sample`` the facts alone are written; ``is_sample`` marks the whole edition as a sample; a dry run
    undoes everything at the end.
    """
    loading = Loading(document, at or timezone.now(), is_sample)
    with transaction.atomic():
        write_facts(loading)
        if with_sample and document["sample"]:
            write_sample(loading)
        if not loading.tally.is_unchanged:
            rows = loading.tally.added.total()
            audit.record("load_edition", loading.edition, by=audit.SYSTEM, at=loading.at, added=rows)
        transaction.set_rollback(dry_run)
    return loading.tally


def write_facts(loading: Loading) -> None:
    """Write the edition, its zones, its organizations and the published figures."""
    document, sample = loading.document, loading.is_sample
    values = dict(document["edition"])
    year = values.pop("year")
    loading.edition = loading.put(Edition, {"year": year}, {**values, "is_sample": sample})
    for order, row in enumerate(document["zones"], 1):
        key = {"edition": loading.edition, "slug": row["slug"]}
        fields = {name: row[name] for name in (*DESCRIBED, "colour")}
        loading.zones[row["slug"]] = loading.put(Zone, key, {**fields, "order": order, "is_sample": sample})
    for row in document["organizations"]:
        write_organization(loading, row, is_sample=False)
    for row in document["published_figures"]:
        fields = {name: row[name] for name in ("value", "qualifier", "source", "note_th", "note_en")}
        loading.put(PublishedFigure, {"edition": loading.edition, "metric": row["metric"]}, fields)


def write_organization(loading: Loading, row: Document, *, is_sample: bool) -> None:
    """Write an organization and its parts."""
    fields = {name: row[name] for name in (*DESCRIBED, "sector", "kind", "website")}
    organization = loading.put(Organization, {"slug": row["slug"]}, {**fields, "is_sample": is_sample})
    loading.organizations[row["slug"]] = organization
    for part in row["parts"]:
        key = {
            "organization": organization,
            "edition": loading.edition,
            "part": part["part"],
            "zone": loading.zones[part["zone"]] if part["zone"] else None,
        }
        fields = {name: part[name] for name in ("description_th", "description_en", "link")}
        loading.put(Participation, key, {**fields, "is_sample": is_sample or loading.is_sample})


def write_sample(loading: Loading) -> None:
    """Write the rows that are ours and not a source's, each marked as a sample."""
    sample = loading.document["sample"]
    loading.put(Edition, {"year": loading.edition.year}, {"has_sample_rows": True})
    for slug, values in sample["zones"].items():
        key = {"edition": loading.edition, "slug": slug}
        loading.zones[slug] = loading.put(Zone, key, {**values, "is_area_sample": True})
    for row in sample["places"]:
        key = {"edition": loading.edition, "slug": row["slug"]}
        fields = {name: row[name] for name in (*NAMES, "kind", "capacity", "is_shared", "outline")}
        zone = loading.zones[row["zone"]] if row["zone"] else None
        loading.places[row["slug"]] = loading.put(Place, key, {**fields, "zone": zone, "is_sample": True})
    for row in sample["organizations"]:
        write_organization(loading, row, is_sample=True)
    write_programme(loading, sample)
    if sample["crowd"]:
        loading.tally.added += add_crowd(loading.edition, sample["crowd"], at=loading.at)


def write_programme(loading: Loading, sample: Document) -> None:
    """Write activities, duties, campaigns and coverage."""
    for row in sample["activities"]:
        write_activity(loading, row)
    for row in sample["duties"]:
        write_duty(loading, row)
    for row in sample["campaigns"]:
        fields = {name: row[name] for name in (*NAMES, "summary_th", "summary_en", "promptpay_id")}
        fields |= {"goal_satang": row["goal_baht"] * SATANG, "organization": loading.organizations[row["organization"]]}
        loading.put(Campaign, {"edition": loading.edition, "slug": row["slug"]}, {**fields, "is_sample": True})
    for row in sample["media"]:
        fields = {name: row[name] for name in ("title_th", "title_en", "published_on")}
        fields["outlet"] = loading.organizations[row["outlet"]]
        loading.put(MediaCoverage, {"edition": loading.edition, "link": row["link"]}, {**fields, "is_sample": True})


def write_activity(loading: Loading, row: Document) -> None:
    """Write an activity with its hosts, ways and sessions."""
    fields = {name: row[name] for name in (*NAMES, "kind", "summary_th", "summary_en")}
    key = {"edition": loading.edition, "slug": row["slug"]}
    values = {**fields, "zone": loading.zones[row["zone"]], "is_sample": True}
    activity: Activity = loading.put(Activity, key, values)
    activity.hosts.set([loading.organizations[slug] for slug in row["hosts"]])
    activity.ways.exclude(way__in=row["ways"]).delete()
    ActivityWay.objects.bulk_create(
        [ActivityWay(activity=activity, way=way) for way in row["ways"]], ignore_conflicts=True
    )
    for session in row["sessions"]:
        starts_at = loading.edition.moment(session["day"], session["at"])
        loading.put(
            Session,
            {"activity": activity, "starts_at": starts_at, "place": loading.places[session["place"]]},
            {
                "ends_at": starts_at + dt.timedelta(minutes=session["minutes"]),
                "state": State.RELEASED,
                "entry": session["entry"],
                "capacity": session["capacity"],
                "is_sample": True,
            },
        )


def write_duty(loading: Loading, row: Document) -> None:
    """Write a duty with its shifts."""
    fields: Document = {name: row[name] for name in DESCRIBED}
    fields["zone"] = loading.zones[row["zone"]] if row["zone"] else None
    fields["host"] = loading.organizations[row["host"]] if row["host"] else None
    duty = loading.put(Duty, {"edition": loading.edition, "slug": row["slug"]}, {**fields, "is_sample": True})
    for shift in row["shifts"]:
        for day in shift["days"]:
            starts_at = loading.edition.moment(day, shift["at"])
            values = {
                "ends_at": starts_at + dt.timedelta(minutes=shift["minutes"]),
                "place": loading.places[shift["place"]] if shift["place"] else None,
                "state": State.RELEASED,
                "capacity": shift["capacity"],
                "is_sample": True,
            }
            loading.put(Shift, {"duty": duty, "starts_at": starts_at}, values)
