"""How organizations stand in a directory: under their letters, and how many there are of each sort."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from goodsociety.common.dates import is_thai
from organizations.models import Organization, Participation
from zones.models import Edition

#: The heading of names that begin with a digit or a sign.
NO_LETTER = "#"


@dataclass(frozen=True)
class Letter:
    """A letter and the organizations under it."""

    letter: str
    organizations: list[Organization]


def by_letter(organizations: Iterable[Organization]) -> list[Letter]:
    """Return organizations, which come in the order of their names, under their letters."""
    return [Letter(letter, list(those)) for letter, those in groupby(organizations, key=letter_of)]


def letter_of(organization: Organization) -> str:
    """Return the letter that readers of the page's language look under: in Thai a consonant, never a leading vowel."""
    name = organization.sort_key if is_thai() or not organization.name_en else organization.name_en
    first = name.strip()[:1].upper()
    return first if first.isalpha() else NO_LETTER


def counted(edition: Edition) -> dict[str, Counter[str]]:
    """Return how many organizations of an edition there are of each part, sector and zone; one query."""
    names = ("part", "organization__sector", "zone__slug")
    rows = Participation.objects.in_parts(edition).order_by().values_list("organization", *names)
    seen = {(column, key, row[0]) for row in rows for column, key in enumerate(row[1:]) if key is not None}
    counts = {name: Counter[str]() for name in ("part", "sector", "zone")}
    for column, key, _organization in seen:
        list(counts.values())[column][key] += 1
    return counts
