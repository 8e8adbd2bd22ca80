"""Where a word that a visitor looks for may stand: in an activity, a host of it, its zone, its place or its kind."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import override

from activities.models.choices import Kind
from goodsociety.common.folding import key_of, key_of_names
from goodsociety.common.language import Named
from goodsociety.common.searching import Nearness, Word
from organizations.models import Organization
from zones.models import Place, Zone

if TYPE_CHECKING:
    from activities.models.programme import Activity

#: More activities than any edition has; slips are looked for in no more of them.
MOST = 600


@dataclass
class Haystack:
    """All that is searched for the sake of some sessions; what is short is read once and compared here."""

    activities: "QuerySet[Activity]"

    def question(self, words: list[Word]) -> Q:
        """Ask for the sessions in which all of the words are found."""
        asked = Q()
        for word in words:
            asked &= self.where(word)
        return asked

    def where(self, word: Word) -> Q:
        """Ask for the sessions in which a word is found, wherever it stands."""
        return (
            self.in_activity(word)
            | Q(activity__zone__in=word.keys_of(self.zones))
            | Q(place__in=word.keys_of(self.places))
            | Q(activity__kind__in=word.keys_of(kinds()))
        )

    def in_activity(self, word: Word) -> Q:
        """Ask for the sessions of activities that hold a word, or a host of which does."""
        hosts = self.activities.model.hosts.through.objects.filter(activity=OuterRef("activity"))
        if word.nearness == Nearness.NONE:
            named = Exists(hosts.filter(word.in_column("organization__search_key")))
            return word.in_column("activity__search_key") | Q(named)
        named = Exists(hosts.filter(organization__in=word.keys_of(self.hosts)))
        return Q(activity__in=word.keys_of(self.keys)) | Q(named)

    @cached_property
    def zones(self) -> list[tuple[int, str]]:
        """The zones with what they are found by."""
        return named(Zone.objects.all())

    @cached_property
    def places(self) -> list[tuple[int, str]]:
        """The places with what they are found by."""
        return named(Place.objects.all())

    @cached_property
    def keys(self) -> list[tuple[int, str]]:
        """The newest activities with what they are found by."""
        return list(self.activities.order_by("-pk").values_list("pk", "search_key")[:MOST])

    @cached_property
    def hosts(self) -> list[tuple[int, str]]:
        """The hosts of the activities with what they are found by."""
        links = self.activities.model.hosts.through.objects.filter(activity__in=self.activities.order_by().values("pk"))
        hosts = Organization.objects.filter(pk__in=links.values("organization"))
        return list(hosts.order_by("-pk").values_list("pk", "search_key")[:MOST])


def named(things: QuerySet[Named]) -> list[tuple[int, str]]:
    """Return things with what their names are found by."""
    return [(pk, key_of_names(*names)) for pk, *names in things.values_list("pk", "name_th", "name_en")]


@cache
def kinds() -> list[tuple[str, str]]:
    """Return the kinds of activity with what they are found by in every language of the site."""
    return [(kind.value, key_of(*(label(kind, language) for language, _ in settings.LANGUAGES))) for kind in Kind]


def label(kind: Kind, language: str) -> str:
    """Return what a kind is called in a language."""
    with override(language):
        return str(kind.label)
