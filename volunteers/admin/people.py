"""What is known of volunteers: their age, their guardians, what they have learnt, and who stands in for whom."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin import ContactSearch
from goodsociety.common.admin import Order, ReadOnly, SiteForm, WithActs, act_on_rows, day, moment, named
from goodsociety.common.admin.columns import NOTHING
from goodsociety.common.dates import local_day
from volunteers import actions
from volunteers.admin.qualification_acts import QUALIFICATION_ACTS
from volunteers.models import GuardianConsent, HandOver, Qualification, Qualified, Volunteer
from zones.admin import ZoneFilter

OF_PEOPLE = ("person__name", "person__email", "person__phone")


class VolunteerForm(SiteForm):
    """A volunteer, whose age is known in one way."""

    def clean(self) -> dict[str, Any]:
        """Judge the two ways."""
        cleaned = super().clean()
        born_on, of_age_on = self.value_of("born_on"), self.value_of("of_age_on")
        if born_on and born_on > local_day(timezone.now()):
            self.add_error("born_on", _("The date of birth lies in the future."))
        elif born_on and of_age_on:
            self.add_error("of_age_on", _("Their date of birth says how old they are: leave this empty."))
        return cleaned


@admin.register(Volunteer)
class VolunteerAdmin(ContactSearch):
    """Whether volunteers are of age. Their date of birth is shown to those alone who may correct it."""

    is_content = False
    form = VolunteerForm
    secret = ("born_on",)
    fixed = ("person",)
    born = day("born_on", gettext_lazy("date of birth"))
    said = day("of_age_on", gettext_lazy("said that they are of age"))
    along = ("person",)
    list_display = ("person", "known", "said")
    list_filter = (("born_on", admin.EmptyFieldListFilter),)
    search_fields = OF_PEOPLE
    autocomplete_fields = ("person",)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Let nobody find the date out by asking whether it is this or that; only whether it is there."""
        return lookup == "born_on__isempty" or super().lookup_allowed(lookup, value, request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Show the date to those who may change it."""
        return ("person", "born_on", "of_age_on") if self.has_change_permission(request, obj) else self.list_display

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Leave what was said as it is."""
        return (*super().get_readonly_fields(request, obj), "known", "said")

    @admin.display(description=gettext_lazy("age known by"))
    def known(self, volunteer: Volunteer) -> str:
        """Say how their age is known."""
        if volunteer.born_on:
            return _("date of birth")
        return _("their word") if volunteer.of_age_on else NOTHING


@admin.register(GuardianConsent)
class GuardianConsentAdmin(ReadOnly):
    """Guardians who were asked, and what they answered. The link that answers is shown to nobody."""

    secret = ("code",)
    asked = moment("asked_at", gettext_lazy("asked"))
    expires = moment("expires_at", gettext_lazy("expires"))
    answered = moment("answered_at", gettext_lazy("answered"))
    along = ("person", "edition")
    list_display = ("person", "edition", "name", "answer", "asked", "expires", "answered")
    list_filter = ("edition", "answer")
    search_fields = (*OF_PEOPLE, "name", "email", "phone")
    date_hierarchy = "asked_at"
    fields = ("person", "edition", "name", "email", "phone", "language", "asked", "expires", "answer", "answered",
              "version")  # fmt: skip


@act_on_rows(
    gettext_lazy("Stop the search"),
    gettext_lazy("Nobody is sought any more: the volunteer does the shift, and the link takes nobody."),
)
def withdraw(hand_over: HandOver, order: Order) -> None:
    """Stop looking for a stand-in."""
    actions.withdraw_hand_over(hand_over=hand_over, by=order.by, at=order.at)


@admin.register(HandOver)
class HandOverAdmin(ReadOnly):
    """Searches for stand-ins. The link by which somebody takes a shift over is not shown here."""

    secret = ("code",)
    actions = (withdraw,)
    asked = moment("asked_at", gettext_lazy("asked"))
    ended = moment("ended_at", gettext_lazy("ended"))
    starts = moment("sign_up__shift__starts_at", gettext_lazy("starts"))
    along = ("sign_up__shift__duty__edition", "sign_up__shift__duty__zone", "taken_by")
    list_display = ("sign_up", "shift", "starts", "state", "asked", "ended", "taken_by")
    list_filter = ("sign_up__shift__duty__edition", "state", ("sign_up__shift__duty__zone", ZoneFilter))
    search_fields = (
        "sign_up__reference", "sign_up__name", "sign_up__shift__duty__name_th", "sign_up__shift__duty__name_en",
    )  # fmt: skip
    date_hierarchy = "asked_at"
    fields = ("sign_up", "shift", "starts", "state", "asked", "ended", "taken_by")

    @admin.display(description=gettext_lazy("shift"), ordering="sign_up__shift")
    def shift(self, hand_over: HandOver) -> str:
        """Name the shift."""
        return str(hand_over.sign_up.shift)


@admin.register(Qualification)
class QualificationAdmin(WithActs):
    """Skills and trainings that duties need."""

    acts = QUALIFICATION_ACTS
    name = named()
    list_display = ("name", "kind", "slug")
    list_filter = ("kind",)
    search_fields = ("name_th", "name_en", "slug")
    prepopulated_fields = {"slug": ("name_en",)}
    fields = (("name_th", "name_en"), "slug", "kind")


@admin.register(Qualified)
class QualifiedAdmin(ContactSearch):
    """Who has which skill or training; without somebody who noted it they said so themselves."""

    is_content = False
    fixed = ("person", "qualification")
    since = day("since_on", gettext_lazy("since"))
    until = day("until_on", gettext_lazy("valid until"))
    along = ("person", "qualification", "noted_by")
    list_display = ("person", "qualification", "since", "until", "noted_by")
    list_filter = ("qualification", "qualification__kind", ("noted_by", admin.EmptyFieldListFilter))
    search_fields = (*OF_PEOPLE, "qualification__name_th", "qualification__name_en")
    date_hierarchy = "since_on"
    autocomplete_fields = ("person", "qualification")
    readonly_fields = ("noted_by",)
    fields = ("person", "qualification", "since_on", "until_on", "noted_by")

    def save_model(self, request: HttpRequest, obj: Qualified, form: Any, change: bool) -> None:  # noqa: FBT001 (Django's signature)
        """Note who noted it."""
        obj.noted_by = request.user  # type: ignore[assignment]  # staff
        super().save_model(request, obj, form, change)
        if change:
            obj.save(update_fields=["noted_by"])
