"""All that an organization does in an edition and did in others, year by year."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from activities.models import Activity
from donations.models import Campaign
from organizations.models import MediaCoverage, Organization, Part, Participation
from zones.models import Edition


@dataclass
class Year:
    """What an organization did in one edition."""

    edition: Edition
    parts: list[Participation] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    campaigns: list[Campaign] = field(default_factory=list)
    coverage: list[MediaCoverage] = field(default_factory=list)


def years_of(organization: Organization, edition: Edition) -> list[Year]:
    """Return this edition, then every other one in which an organization, with its public parts, did something."""
    years = {edition.pk: Year(edition)}
    activities = Activity.objects.public().hosted_by(organization).for_programme().with_sessions()
    # An edition's own campaigns and coverage are shown where its programme is: when visitors may see it.
    campaigns = Campaign.objects.filter(organization=organization).exclude(edition__status=Edition.Status.DRAFT)
    coverage = MediaCoverage.objects.filter(outlet=organization).exclude(edition__status=Edition.Status.DRAFT)
    for name, rows in (
        ("parts", parts_of(organization)),
        ("activities", activities.order_by("sort_key", "pk")),
        ("campaigns", campaigns.with_totals()),
        ("coverage", coverage.select_related("edition")),
    ):
        for row in rows:
            getattr(years.setdefault(row.edition.pk, Year(row.edition)), name).append(row)
    here, *others = years.values()
    return [here, *sorted(others, key=lambda year: -year.edition.year)]


def parts_of(organization: Organization) -> list[Participation]:
    """Return the parts in every public edition, the newest first, which were fetched along."""
    parts: list[Participation] = vars(organization)["public_parts"]
    return parts


def going_on(organization: Organization, edition: Edition) -> list[Participation]:
    """Return the giving mechanisms of an edition, or of the last one that had some: they go on after the expo."""
    mechanisms = [part for part in parts_of(organization) if part.part == Part.GIVING_MECHANISM]
    years = groupby(mechanisms, key=lambda part: part.edition_id)
    by_edition: dict[int, Iterable[Participation]] = {pk: list(those) for pk, those in years}
    newest = next(iter(by_edition.values()), [])
    return list(by_edition.get(edition.pk, newest))
