"""Acts on one offer of expertise: it is matched with an organization, answered, and closed with what came of it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminIntegerFieldWidget, AdminTextareaWidget
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodsociety.common.admin import ActForm, Foreseen, OneAct, Order
from goodsociety.common.forms import LineField
from organizations.models import Organization
from volunteers import actions
from volunteers.actions.offer_letters import contacts_of
from volunteers.actions.offering import MOST_HOURS
from volunteers.models import Expertise, Match

LONGEST_ANSWER = 2000
OUTCOMES = [(outcome.value, capfirst(outcome.label)) for outcome in (Match.Outcome.USED, Match.Outcome.UNUSED)]


def mark_of(expertise: Expertise) -> str:
    """Return what acts on an offer are judged by."""
    matches = expertise.matches.order_by("pk").values_list("pk", "outcome")
    return f"{expertise.state}|{expertise.answer}|{expertise.is_contact_shared}|{list(matches)}"


def why_not(expertise: Expertise, _at: dt.datetime) -> str:
    """Say why nothing can be done about an offer any more."""
    return "" if expertise.is_open else _("This offer is closed or was taken back.")


def giver_is_told(expertise: Expertise) -> str:
    """Say that whoever made the offer gets a mail, or has to be called."""
    words = _("%(name)s gets a mail.") if expertise.email else _("%(name)s gave no e-mail: please call.")
    return words % {"name": expertise.name or expertise.reference}


def in_short(expertise: Expertise) -> str:
    """Return what is offered."""
    return f"{capfirst(expertise.get_kind_display())}: {expertise.words}"


# It is matched


class MatchForm(ActForm):
    """With which organization of the edition."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("organization"))

    def __init__(self, thing: Expertise, asked: Mapping[str, Any], typed: Mapping[str, Any] | None = None) -> None:
        """Offer the organizations that it was not brought together with yet."""
        super().__init__(thing, asked, typed)
        taking_part = Organization.objects.with_part_in(thing.edition).in_reading_order()
        others = taking_part.exclude(pk__in=thing.matches.values("organization"))
        self.fields["organization"].queryset = others  # type: ignore[attr-defined]  # it is a choice of rows

    @classmethod
    def proposed(cls, thing: Expertise, asked: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG003 (others use them)
        """Propose the organization that the giver named."""
        return {"organization": thing.organization_id}


def foresee_match(expertise: Expertise, answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say who is told, and who gets to know whose contact."""
    organization = answers["organization"]
    contacts = contacts_of(Match(organization=organization), expertise)
    heading = _("These speak for %(organization)s and get a mail:") % {"organization": organization}
    lists = {heading: [user.email for user in contacts]} if contacts else {}
    passed_on = (
        _("They get name, e-mail and phone of the giver, who agreed to it.")
        if expertise.is_contact_shared
        else _("They do not learn who the giver is: the giver did not agree. Please bring the two together yourself.")
    )
    nobody = _("Nobody speaks for %(organization)s here, so it gets no mail. Please get in touch with it yourself.")
    return Foreseen(
        mark_of(expertise),
        [in_short(expertise), giver_is_told(expertise), *([passed_on] if contacts else [])],
        [] if contacts else [nobody % {"organization": organization}],
        lists,
    )


def match(expertise: Expertise, order: Order) -> str:
    """Bring the two together."""
    made = actions.match_expertise(
        expertise=expertise, organization=order.answers["organization"], by=order.by, at=order.at
    )
    return _("Matched with %(organization)s.") % {"organization": made.organization}


# It is answered


class AnswerForm(ActForm):
    """What to write to the giver."""

    words = LineField(label=gettext_lazy("answer"), max_length=LONGEST_ANSWER, widget=AdminTextareaWidget)

    @classmethod
    def proposed(cls, thing: Expertise, asked: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG003 (others use them)
        """Begin with the answer that was given."""
        return {"words": thing.answer}


def foresee_answer(expertise: Expertise, answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Show what the giver will read."""
    lists = {_("It says, and so does the page of the offer:"): answers["words"].splitlines()}
    return Foreseen(mark_of(expertise), [in_short(expertise), giver_is_told(expertise)], lists=lists)


def answer(expertise: Expertise, order: Order) -> str:
    """Write the answer."""
    actions.answer_expertise(expertise=expertise, words=order.answers["words"], by=order.by, at=order.at)
    return _("Answered.")


# What came of a match


class ResultForm(ActForm):
    """What came of which match, and how many hours were given."""

    match = forms.ModelChoiceField(Match.objects.none(), label=gettext_lazy("match"), empty_label=None)
    outcome = forms.ChoiceField(label=gettext_lazy("what came of it"), choices=OUTCOMES)
    hours = forms.IntegerField(
        label=gettext_lazy("hours given"),
        required=False,
        min_value=1,
        max_value=MOST_HOURS,
        widget=AdminIntegerFieldWidget,
        help_text=gettext_lazy("Only where it came about, and only if somebody counted them."),
    )

    def __init__(self, thing: Expertise, asked: Mapping[str, Any], typed: Mapping[str, Any] | None = None) -> None:
        """Offer the matches of which nobody has noted anything."""
        super().__init__(thing, asked, typed)
        running = thing.matches.running().select_related("organization")
        self.fields["match"].queryset = running  # type: ignore[attr-defined]  # it is a choice of rows

    def clean(self) -> dict[str, Any]:
        """Ask for no hours where nothing came about."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == Match.Outcome.UNUSED and cleaned.get("hours"):
            self.add_error("hours", _("Where it did not come about, no hours were given."))
        return cleaned


def foresee_result(expertise: Expertise, answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say what is noted."""
    given = Match.Outcome(answers["outcome"]).label
    sentences = [f"{answers['match']}: {given}"]
    if answers["hours"]:
        sentences.append(_("Hours given: %(hours)s.") % {"hours": answers["hours"]})
    sentences.append(_("Nobody gets a mail before the offer is closed. The page of the offer shows it."))
    return Foreseen(mark_of(expertise), sentences, [_("This cannot be undone.")])


def note_result(expertise: Expertise, order: Order) -> str:
    """Note it."""
    asked = order.answers
    ended = actions.close_match(
        match=asked["match"],
        outcome=Match.Outcome(asked["outcome"]),
        hours=asked["hours"],
        by=order.by,
        at=order.at,
    )
    left = expertise.matches.running().count()
    noted = _("Noted for %(organization)s.") % {"organization": ended.organization}
    return noted if left else " ".join((noted, _("The offer can be closed now.")))


def why_not_result(expertise: Expertise, at: dt.datetime) -> str:
    """Say why nothing can be noted."""
    if not expertise.matches.running().exists():
        return _("It is known what came of every match.")
    return why_not(expertise, at)


# It is closed


class CloseForm(ActForm):
    """A last word to the giver."""

    words = LineField(
        label=gettext_lazy("answer"),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=AdminTextareaWidget,
        help_text=gettext_lazy("Goes with the mail that says what came of it. Empty leaves an earlier answer."),
    )


def foresee_close(expertise: Expertise, answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say what the giver will read."""
    came = [f"{each}: {each.get_outcome_display()}" for each in expertise.matches.select_related("organization")]
    lists = {_("What came of it:"): came or [_("No match was made.")]}
    if answers["words"]:
        lists[_("It says, and so does the page of the offer:")] = answers["words"].splitlines()
    return Foreseen(mark_of(expertise), [giver_is_told(expertise)], [_("This cannot be undone.")], lists)


def close(expertise: Expertise, order: Order) -> str:
    """Close it."""
    actions.close_expertise(expertise=expertise, words=order.answers["words"], by=order.by, at=order.at)
    return _("Closed.")


def why_not_close(expertise: Expertise, at: dt.datetime) -> str:
    """Say why it cannot be closed."""
    if expertise.is_open and expertise.matches.running().exists():
        return _("Please note first what came of every match.")
    return why_not(expertise, at)


EXPERTISE_ACTS = (
    OneAct("match", gettext_lazy("Match with an organization"), MatchForm, foresee_match, match, why_not),
    OneAct("answer", gettext_lazy("Answer"), AnswerForm, foresee_answer, answer, why_not),
    OneAct("result", gettext_lazy("Note what came of it"), ResultForm, foresee_result, note_result, why_not_result),
    OneAct("close", gettext_lazy("Close"), CloseForm, foresee_close, close, why_not_close, is_danger=True),
)
