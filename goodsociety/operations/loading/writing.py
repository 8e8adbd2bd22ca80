"""Write a checked edition document into the database: rows found by their stable keys, nothing doubled.

A row that the file does not name stays as it is. Of a row that it names, what the file says is brought back, unless
people hold seats that this would move or take away: then nothing at all is changed.
"""

import datetime as dt

from django.db import connection, transaction
from django.utils import timezone

from donations.models import Campaign
from goodsociety.common import audit
from goodsociety.common.money import SATANG
from goodsociety.operations.loading.crowd import add_crowd
from goodsociety.operations.loading.errors import BadEditionFile, Document
from goodsociety.operations.loading.programme import write_activity, write_duty
from goodsociety.operations.loading.rows import DESCRIBED, NAMES, SUMMED_UP, Loading, chosen
from goodsociety.operations.loading.tally import Tally
from organizations.models import MediaCoverage, Organization, Participation
from reports.models import PublishedFigure
from zones.actions import content_changed
from zones.models import Edition, Place, Zone


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
    undoes everything at the end. Raises BadEditionFile where the file contradicts what people already hold.
    """
    loading = Loading(document, at or timezone.now(), is_sample)
    sample = document["sample"] if with_sample else None
    with transaction.atomic():
        write_facts(loading, sample)
        if sample:
            write_sample(loading, sample)
        if loading.errors:
            raise BadEditionFile(loading.errors)
        record(loading)
        if dry_run:
            transaction.set_rollback(True)
    if not loading.tally.is_unchanged:
        refresh_statistics()
    return loading.tally


def refresh_statistics() -> None:
    """Let PostgreSQL look at the tables anew: until it has, it plans reports as if they were empty, and they crawl."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def record(loading: Loading) -> None:
    """Note a loading that changed something, for the pages kept so far and in the audit log."""
    tally = loading.tally
    if not tally.is_unchanged:
        numbers = {"added": tally.added.total(), "changed": tally.changed.total()}
        # Organizations and their parts show in other editions as well.
        content_changed(*Edition.objects.all())
        audit.record("load_edition", loading.edition, by=audit.SYSTEM, at=loading.at, **numbers)


def write_facts(loading: Loading, sample: Document | None) -> None:
    """Write the edition, its zones, its organizations and the published figures."""
    document, is_sample = loading.document, loading.is_sample
    values = {**document["edition"], "is_sample": is_sample, **({"has_sample_rows": True} if sample else {})}
    loading.edition = loading.put(Edition, {"year": values.pop("year")}, values)
    for order, row in enumerate(document["zones"], 1):
        fields = chosen(row, *DESCRIBED, "story_th", "story_en", "colour")
        fields |= {"order": order, "is_sample": is_sample}
        if sample and row["slug"] in sample["zones"]:
            fields |= {**sample["zones"][row["slug"]], "is_area_sample": True}
        loading.zones[row["slug"]] = loading.put(Zone, {"edition": loading.edition, "slug": row["slug"]}, fields)
    for row in document["organizations"]:
        write_organization(loading, row, is_sample=False)
    for row in document["published_figures"]:
        fields = chosen(row, "value", "qualifier", "source", "note_th", "note_en")
        loading.put(PublishedFigure, {"edition": loading.edition, "metric": row["metric"]}, fields)


def write_organization(loading: Loading, row: Document, *, is_sample: bool) -> None:
    """Write an organization and its parts."""
    fields = {**chosen(row, *DESCRIBED, "sector", "kind", "website"), "is_sample": is_sample}
    organization = loading.put(Organization, {"slug": row["slug"]}, fields)
    loading.organizations[row["slug"]] = organization
    for part in row["parts"]:
        key = {
            "organization": organization,
            "edition": loading.edition,
            "part": part["part"],
            "zone": loading.zone(part["zone"]),
        }
        fields = chosen(part, "description_th", "description_en", "link")
        loading.put(Participation, key, {**fields, "is_sample": is_sample or loading.is_sample})


def write_sample(loading: Loading, sample: Document) -> None:
    """Write the rows that are ours and not a source's, each marked as a sample."""
    for row in sample["places"]:
        key = {"edition": loading.edition, "slug": row["slug"]}
        fields = chosen(row, *NAMES, "kind", "capacity", "is_shared", "outline")
        fields |= {"zone": loading.zone(row["zone"]), "is_sample": True}
        loading.places[row["slug"]] = loading.put(Place, key, fields)
    for row in sample["organizations"]:
        write_organization(loading, row, is_sample=True)
    for index, row in enumerate(sample["activities"]):
        write_activity(loading, row, f"sample.activities[{index}]")
    for index, row in enumerate(sample["duties"]):
        write_duty(loading, row, f"sample.duties[{index}]")
    write_giving_and_coverage(loading, sample)
    if sample["crowd"] and not loading.errors:
        loading.tally.added += add_crowd(loading.edition, sample["crowd"], at=loading.at)


def write_giving_and_coverage(loading: Loading, sample: Document) -> None:
    """Write campaigns and what the media reported."""
    for row in sample["campaigns"]:
        fields = {**chosen(row, *SUMMED_UP, "promptpay_id"), "goal_satang": row["goal_baht"] * SATANG}
        fields |= {"organization": loading.organizations[row["organization"]], "is_sample": True}
        loading.put(Campaign, {"edition": loading.edition, "slug": row["slug"]}, fields)
    for row in sample["media"]:
        fields = chosen(row, "title_th", "title_en", "published_on")
        fields |= {"outlet": loading.organizations[row["outlet"]], "is_sample": True}
        loading.put(MediaCoverage, {"edition": loading.edition, "link": row["link"]}, fields)
