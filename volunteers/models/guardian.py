"""Guardians' consent to the volunteering of somebody who is not of age."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from goodsociety.common.codes import new_secret
from goodsociety.common.laws import one_of
from zones.models import Edition


class GuardianConsentQuerySet(models.QuerySet["GuardianConsent"]):
    """Questions about guardians' consents."""

    def given(self) -> Self:
        """Keep consents that were given."""
        return self.filter(answer=GuardianConsent.Answer.GIVEN)

    def open_at(self, moment: dt.datetime) -> Self:
        """Keep those that a guardian can still answer."""
        return self.filter(answer=GuardianConsent.Answer.PENDING, expires_at__gt=moment)


class GuardianConsent(models.Model):
    """A guardian is asked, by a link of their own, about one person in one edition. The link answers once."""

    class Answer(models.TextChoices):
        PENDING = "pending", _("no answer yet")
        GIVEN = "given", _("given")
        REFUSED = "refused", _("refused")

    code = models.CharField(_("code"), max_length=22, unique=True, default=new_secret, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edition"))
    name = models.CharField(_("guardian's name"), max_length=200, blank=True)
    email = models.EmailField(_("guardian's e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("guardian's phone"), max_length=16, blank=True)
    language = models.CharField(_("language"), max_length=5, default="th")
    asked_at = models.DateTimeField(_("asked"))
    expires_at = models.DateTimeField(_("expires"))
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.PENDING)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    version = models.CharField(_("version of the text"), max_length=20, blank=True)

    objects = GuardianConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("guardian's consent")
        verbose_name_plural = _("guardians' consents")
        ordering = ("-asked_at", "-pk")
        constraints = [
            one_of("guardian_answer_known", "answer", "pending", "given", "refused"),
            models.UniqueConstraint(
                fields=["person", "edition"],
                condition=Q(answer__in=["pending", "given"]),
                name="guardian_asked_once_an_edition",
            ),
            models.CheckConstraint(
                name="guardian_answered_has_moment",
                condition=Q(answer="pending", answered_at=None) | (~Q(answer="pending") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        """Return the answer, which names nobody."""
        return str(self.get_answer_display())
