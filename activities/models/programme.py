"""The programme: activities (what) and their sessions (when, where, for how many)."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Value, When
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from activities.models.choices import Entry, Kind, Language, Standing, State
from activities.models.entrance import Entrance, laws_of_entrance
from activities.models.searching import Haystack
from activities.models.traits import ActivityWay
from goodsociety.common.codes import new_reference
from goodsociety.common.dates import show_moment
from goodsociety.common.language import Named, in_language
from goodsociety.common.laws import one_of
from goodsociety.common.searching import first_found
from goodsociety.common.seats import SeatsQuerySet, never_overbooked
from goodsociety.common.thai import SearchKeyField, SortKeyField
from organizations.models import Organization
from zones.models import Edition, Place, Zone

#: An age above it is a slip of the hand.
OLDEST = 120


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Questions about activities."""

    def public(self) -> Self:
        """Keep activities with something of theirs on the programme, of editions visitors may see."""
        return self.filter(Exists(Session.objects.on_programme().filter(activity=OuterRef("pk")))).exclude(
            edition__status=Edition.Status.DRAFT
        )

    def of(self, edition: Edition) -> Self:
        """Keep an edition's activities."""
        return self.filter(edition=edition)

    def hosted_by(self, organization: Organization) -> Self:
        """Keep activities that an organization hosts, alone or with others."""
        return self.filter(hosts=organization)

    def took_place(self, edition: Edition, *, at: dt.datetime) -> Self:
        """Keep an edition's released activities of which a session has ended by now, field tours apart."""
        ended = Session.objects.filter(activity=OuterRef("pk"), state=State.RELEASED, ends_at__lte=at)
        return self.filter(Exists(ended), edition=edition).exclude(kind=Kind.FIELD_TOUR)

    def for_programme(self) -> Self:
        """Fetch along what a card shows."""
        return self.select_related("zone", "edition").prefetch_related("hosts", "ways")

    def with_sessions(self) -> Self:
        """Fetch along the sessions on the programme, as ``programme``, with their places."""
        sessions = Session.objects.on_programme().for_programme()
        return self.prefetch_related(Prefetch("sessions", sessions, to_attr="programme"))

    def for_page(self) -> Self:
        """Fetch along all that an activity's own page shows."""
        return self.for_programme().with_sessions().prefetch_related("access")

    def related_to(self, activity: "Activity", *, at: dt.datetime) -> Self:
        """Keep the other activities of its edition: those still to come first, then those with most in common.

        A host in common counts most, then the zone, then a way to take part.
        """
        coming = Session.objects.filter(activity=OuterRef("pk"), state=State.RELEASED, ends_at__gt=at)
        hosts = Activity.hosts.through.objects
        shared = hosts.filter(activity=OuterRef("pk"), organization__in=activity.hosts.values("pk"))
        ways = ActivityWay.objects.filter(activity=OuterRef("pk"), way__in=activity.ways.values("way"))
        in_common = worth(Q(Exists(shared)), 4) + worth(Q(zone=activity.zone_id), 2) + worth(Q(Exists(ways)), 1)
        others = self.filter(edition=activity.edition_id).exclude(pk=activity.pk)
        return others.annotate(is_coming=Exists(coming), in_common=in_common).order_by(
            "-is_coming", "-in_common", "sort_key", "pk"
        )


def worth(condition: Q, points: int) -> Case:
    """Return an expression that is so many points where a condition holds, else none."""
    return Case(When(condition, then=Value(points)), default=Value(0))


class Activity(Named):
    """Something to see or do, hosted by organizations in a zone; it happens in sessions."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edition"))
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="+", verbose_name=_("zone"))
    slug = models.SlugField(_("address"), max_length=60)
    sort_key = SortKeyField()
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    summary_th = models.TextField(_("summary (Thai)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    for_whom_th = models.CharField(_("for whom (Thai)"), max_length=200, blank=True)
    for_whom_en = models.CharField(_("for whom (English)"), max_length=200, blank=True)
    language = models.CharField(_("language spoken"), max_length=5, choices=Language, default=Language.THAI)
    minimum_age = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)
    search_key = SearchKeyField("name_th", "name_en", "summary_th", "summary_en", "for_whom_th", "for_whom_en")
    hosts = models.ManyToManyField(Organization, related_name="+", blank=True, verbose_name=_("hosts"))
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ("edition", "sort_key", "pk")
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="activity_slug_once"),
            one_of("activity_kind_known", "kind", *Kind.values),
            one_of("activity_language_known", "language", *Language.values),
            models.CheckConstraint(
                name="activity_ages_of_people",
                condition=(Q(minimum_age=None) | Q(minimum_age__lte=OLDEST))
                & (Q(maximum_age=None) | Q(maximum_age__lte=OLDEST)),
                violation_error_message=_("An age is at most 120 years."),
            ),
            models.CheckConstraint(
                name="activity_youngest_below_oldest",
                condition=Q(minimum_age=None) | Q(maximum_age=None) | Q(minimum_age__lte=F("maximum_age")),
                violation_error_message=_("The youngest age must not be above the oldest."),
            ),
        ]

    @property
    def summary(self) -> str:
        """The summary in the page's language."""
        return in_language(self, "summary")

    @property
    def for_whom(self) -> str:
        """For whom it is meant, in the page's language."""
        return in_language(self, "for_whom")


class SessionQuerySet(SeatsQuerySet["Session"]):
    """Questions about sessions."""

    def on_programme(self) -> Self:
        """Keep what the public sees: released and cancelled sessions."""
        return self.exclude(state=State.DRAFT)

    def public(self) -> Self:
        """Keep sessions on the programme of editions visitors may see."""
        return self.on_programme().exclude(activity__edition__status=Edition.Status.DRAFT)

    def of(self, edition: Edition) -> Self:
        """Keep an edition's sessions."""
        return self.filter(activity__edition=edition)

    def on_day(self, day: dt.date) -> Self:
        """Keep sessions that begin on a day in the expo's time zone."""
        return self.annotate(day=TruncDate("starts_at")).filter(day=day)

    def occupying(self, place: Place, starts_at: dt.datetime, ends_at: dt.datetime) -> Self:
        """Keep sessions that are in a place during a span, cancelled ones apart; spans may touch."""
        return self.filter(place=place, starts_at__lt=ends_at, ends_at__gt=starts_at).exclude(state=State.CANCELLED)

    def in_zone(self, slug: str) -> Self:
        """Keep sessions of a zone's activities."""
        return self.filter(activity__zone__slug=slug)

    def of_kind(self, kind: str) -> Self:
        """Keep sessions of one kind of activity."""
        return self.filter(activity__kind=kind)

    def opening(self, way: str) -> Self:
        """Keep sessions of activities that open a way to take part."""
        return self.filter(Exists(ActivityWay.objects.filter(activity=OuterRef("activity"), way=way)))

    def by_registration(self) -> Self:
        """Keep sessions one gets into by registering."""
        return self.filter(entry=Entry.REGISTRATION)

    def locked(self, *sessions: int) -> "list[Session]":
        """Return sessions, locked until the transaction ends, in an order that all transactions share."""
        # No key: rows that point here can still be added, which is how the quick way to register begins.
        rows = self.filter(pk__in=sessions).order_by("pk").select_for_update(of=("self",), no_key=True)
        return list(rows.select_related("activity__edition", "activity__zone", "place"))

    def matching(self, text: str) -> Self:
        """Keep sessions of which activity, host, zone, place or kind hold all words of a text, however it is spelt.

        Where nothing fits, those with a slip or two are kept, each with ``is_near`` set (goodsociety/common/searching).
        """
        haystack = Haystack(Activity.objects.filter(pk__in=self.order_by().values("activity")))
        return first_found(self, text, haystack.question)

    def open_at(self, moment: dt.datetime) -> Self:
        """Keep sessions one can still get into: with an open door, or with registration open and a free seat.

        Those for groups of organizations stay out.
        """
        is_opened = Q(registration_opens_at=None) | Q(registration_opens_at__lte=moment)
        is_unclosed = Q(registration_closes_at__gt=moment) | Q(registration_closes_at=None, starts_at__gt=moment)
        return self.with_free().filter(
            Q(entry=Entry.OPEN_DOOR) | (is_opened & is_unclosed),
            ~Q(entry=Entry.GROUPS),
            state=State.RELEASED,
            ends_at__gt=moment,
            activity__edition__status=Edition.Status.OPEN,
        )

    def instead_of(self, session: "Session", *, at: dt.datetime) -> Self:
        """Keep the other sessions of the same activity that one can still get into."""
        return self.open_at(at).filter(activity=session.activity_id).exclude(pk=session.pk)

    def for_programme(self) -> Self:
        """Fetch along what a row of the programme shows, in order of time."""
        return self.select_related("activity__edition", "activity__zone", "place").order_by(
            "starts_at", "activity__sort_key", "pk"
        )

    def for_form(self) -> Self:
        """Fetch along what the form of a session asks."""
        return self.for_programme().prefetch_related("activity__questions")


#: What a visitor can do while registration is open and places are free, by how one gets in.
STANDINGS = {
    Entry.REGISTRATION: Standing.OPEN,
    Entry.APPROVAL: Standing.ASK,
    Entry.DRAW: Standing.DRAW,
    Entry.GROUPS: Standing.GROUPS,
}


class Session(Entrance):
    """One occurrence of an activity; the capacity lives here."""

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_reference, editable=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="sessions", verbose_name=_("activity"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("place"))
    #: How often people were told of a change: calendars take the entry with the higher number (RFC 5545, 3.8.7.4).
    sequence = models.PositiveIntegerField(_("version for calendars"), default=0, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("starts_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["activity", "starts_at", "place"], name="session_once"),
            never_overbooked("session_never_overbooked"),
            *laws_of_entrance("session"),
        ]
        indexes = [models.Index(fields=["activity", "starts_at"], name="session_by_activity")]

    def __str__(self) -> str:
        """Name activity and moment."""
        return f"{self.activity} {show_moment(self.starts_at)}"

    @property
    def edition(self) -> Edition:
        """The edition it belongs to."""
        return self.activity.edition

    def standing(self, at: dt.datetime) -> Standing:
        """Say what a visitor can do about it at a moment: just come, register, ask, wait, or nothing (yet)."""
        if not self.takes_visitors(at):
            return Standing.CLOSED
        if self.entry == Entry.OPEN_DOOR:
            return Standing.OPEN_DOOR
        if not self.is_registration_open(at):
            return Standing.LATER if self.opens_later(at) else Standing.CLOSED
        return self.way_in()

    def way_in(self) -> Standing:
        """Say what a visitor can do while registration is open."""
        if self.is_full:
            return Standing.WAITING if self.has_list else Standing.FULL
        return STANDINGS[Entry(self.entry)]

    def takes_visitors(self, at: dt.datetime) -> bool:
        """Say whether it is on, still to come or going on, in an edition that is open."""
        return self.edition.is_open and self.state == State.RELEASED and at < self.ends_at

    def makes_offers(self, at: dt.datetime) -> bool:
        """Say whether places that come free go to those who wait: until it starts, while it is not cancelled."""
        return self.state == State.RELEASED and self.edition.is_open and at < self.starts_at
