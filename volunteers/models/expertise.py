"""Expertise: what a person or a company offers to share – a skill, hours, a contact – and what came of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import LeftByVisitor
from goodsociety.common.laws import one_of
from organizations.models import Organization
from zones.models import Edition, Zone


class ExpertiseQuerySet(models.QuerySet["Expertise"]):
    """Questions about offered expertise."""

    def of(self, edition: Edition) -> Self:
        """Keep what was offered to an edition."""
        return self.filter(edition=edition)

    def counted(self) -> Self:
        """Keep what was not withdrawn."""
        return self.exclude(state=Expertise.State.WITHDRAWN)

    def open(self) -> Self:
        """Keep what still waits for an answer or a match."""
        return self.filter(state__in=[Expertise.State.NEW, Expertise.State.MATCHED])

    def for_page(self) -> Self:
        """Fetch along what its page, list and mails show."""
        return self.select_related("edition", "zone", "organization", "person").prefetch_related(
            "matches__organization"
        )


class Expertise(LeftByVisitor):
    """Somebody offers a skill, hours or a contact to a zone, to an organization or to the whole expo."""

    class Kind(models.TextChoices):
        SKILL = "skill", _("a skill")
        HOURS = "hours", _("hours of work")
        CONTACT = "contact", _("a contact")

    class State(models.TextChoices):
        NEW = "new", _("new")
        MATCHED = "matched", _("matched")
        CLOSED = "closed", pgettext_lazy("expertise", "closed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    #: Which step may follow which.
    STEPS = {
        State.NEW: {State.MATCHED, State.CLOSED, State.WITHDRAWN},
        State.MATCHED: {State.CLOSED, State.WITHDRAWN},
        State.CLOSED: set(),
        State.WITHDRAWN: set(),
    }

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edition"))
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("zone"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organization")
    )
    company = models.CharField(_("company or organization of yours"), max_length=200, blank=True)
    kind = models.CharField(_("what is offered"), max_length=10, choices=Kind)
    words = models.TextField(_("in your words"), max_length=2000, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    created_at = models.DateTimeField(_("offered"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    is_contact_shared = models.BooleanField(
        _("contact may be passed on"),
        default=False,
        help_text=_("To the organization it is brought together with, as the giver agreed."),
    )

    objects = ExpertiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer of expertise")
        verbose_name_plural = _("offers of expertise")
        ordering = ("-created_at", "-pk")
        constraints = [
            one_of("expertise_kind_known", "kind", "skill", "hours", "contact"),
            one_of("expertise_state_known", "state", "new", "matched", "closed", "withdrawn"),
            models.CheckConstraint(
                name="expertise_closed_has_moment",
                condition=Q(state__in=["closed", "withdrawn"], closed_at__isnull=False)
                | (~Q(state__in=["closed", "withdrawn"]) & Q(closed_at=None)),
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether something can still come of it."""
        return self.state in (self.State.NEW, self.State.MATCHED)


class MatchQuerySet(models.QuerySet["Match"]):
    """Questions about matches."""

    def of(self, edition: Edition) -> Self:
        """Keep the matches of what was offered to an edition."""
        return self.filter(expertise__edition=edition)

    def counted(self) -> Self:
        """Keep those that came about, or may yet, of what was not withdrawn."""
        standing = self.exclude(expertise__state=Expertise.State.WITHDRAWN)
        return standing.exclude(outcome=Match.Outcome.UNUSED)

    def running(self) -> Self:
        """Keep those of which nobody has noted yet what came of them."""
        return self.filter(outcome=Match.Outcome.OPEN)


class Match(models.Model):
    """A coordinator brought offered expertise together with an organization that can use it."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("in contact")
        USED = "used", _("it came about")
        UNUSED = "unused", _("it did not come about")

    expertise = models.ForeignKey(
        Expertise, models.CASCADE, related_name="matches", verbose_name=_("offer of expertise")
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("organization"))
    outcome = models.CharField(_("what came of it"), max_length=10, choices=Outcome, default=Outcome.OPEN)
    hours = models.PositiveSmallIntegerField(_("hours given"), null=True, blank=True)
    made_at = models.DateTimeField(_("matched"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("matched by")
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ("-made_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["expertise", "organization"], name="match_once"),
            one_of("match_outcome_known", "outcome", "open", "used", "unused"),
            models.CheckConstraint(
                name="match_ended_has_moment",
                condition=Q(outcome="open", ended_at=None) | (~Q(outcome="open") & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        """Name the organization."""
        return str(self.organization)
