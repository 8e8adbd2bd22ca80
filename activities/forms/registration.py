"""What people type to register."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from accounts.forms import ContactForm, NormalEmailField
from activities.forms.questions import field_name, field_of, kept_of
from activities.models import Activity, Session
from activities.models.programme import OLDEST
from activities.refusals import EmailNeeded, TooOld, TooYoung

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class WholeNumberField(forms.IntegerField):
    """A whole number that people type, with the keys for digits on a phone."""

    def __init__(self, *, complaint: "StrOrPromise", **options: Any) -> None:
        """Take the one sentence for everything that is no such number."""
        names = ("required", "invalid", "min_value", "max_value")
        widget = forms.NumberInput(attrs={"inputmode": "numeric"})
        super().__init__(widget=widget, error_messages=dict.fromkeys(names, complaint), **options)


class PartySizeField(WholeNumberField):
    """How many come. How many a session takes is a rule of registering, not of typing."""

    def __init__(self, session: Session) -> None:
        """Tell the reader how large a party may be."""
        super().__init__(
            complaint=_("Write a whole number, 1 or more."),
            label=_("How many people, you included"),
            help_text=limits_of_party(session),
            initial=session.smallest_party,
            min_value=1,
        )
        self.widget.attrs.update(min=session.smallest_party, max=session.largest_party)


def limits_of_party(session: Session) -> str:
    """Say how small and how large a party may be."""
    limits = {"smallest": session.smallest_party, "largest": session.largest_party}
    if session.smallest_party == 1:
        return _("At most %(largest)s in one registration.") % limits
    if session.smallest_party == session.largest_party:
        return _("Exactly %(largest)s in one registration.") % limits
    return _("From %(smallest)s to %(largest)s in one registration.") % limits


class AgeField(WholeNumberField):
    """An age in years, which is looked at and not kept."""

    def __init__(self, label: str, only: str) -> None:
        """Take what is asked, and for whom the activity is."""
        super().__init__(
            complaint=_("Write an age in years, such as 12."),
            label=label,
            help_text=" ".join((only, _("We look at the age and do not keep it."))),
            min_value=0,
            max_value=OLDEST,
        )


def age_fields(activity: Activity) -> dict[str, forms.Field]:
    """Return the fields for ages: asked only where an activity has a youngest or an oldest age."""
    asked: dict[str, forms.Field] = {}
    if activity.minimum_age is not None:
        only = str(TooYoung(minimum=activity.minimum_age))
        asked["youngest"] = AgeField(_("Age of the youngest of you"), only)
    if activity.maximum_age is not None:
        only = str(TooOld(maximum=activity.maximum_age))
        asked["oldest"] = AgeField(_("Age of the oldest of you"), only)
    return asked


class PlacesForm(forms.Form):
    """For how many people places are to be kept."""

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        """Ask how many; its field is told apart from the one of the form that follows."""
        super().__init__(*args, **{"auto_id": "id_places_%s", **options})
        self.fields["party_size"] = PartySizeField(session)


class RegistrationForm(ContactForm):
    """Who comes, how many of them, how old where that matters, and what the organisers ask."""

    def __init__(self, *args: Any, session: Session, is_answered_later: bool = False, **options: Any) -> None:
        """Ask what a session needs to know; the questions of its activity were fetched along.

        Whoever is answered later, having asked, entered a draw or queued, has to give an e-mail.
        """
        super().__init__(*args, **options)
        if is_answered_later or self.waits:
            self.fields["email"] = NormalEmailField(
                label=_("E-mail"),
                max_length=254,
                help_text=_("We write there whether you have places."),
                error_messages={"required": EmailNeeded.sentence},
            )
            self.fields["phone"].help_text = ""
        self.questions = list(session.activity.questions.all())
        consent = self.fields.pop("consent")
        self.fields["party_size"] = PartySizeField(session)
        self.fields |= age_fields(session.activity)
        self.fields |= {field_name(question): field_of(question) for question in self.questions}
        self.fields["consent"] = consent

    def clean(self) -> dict[str, Any]:
        """See that the youngest is not above the oldest."""
        cleaned = super().clean()
        youngest, oldest = cleaned.get("youngest"), cleaned.get("oldest")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("oldest", _("The oldest cannot be younger than the youngest."))
        return cleaned

    @property
    def waits(self) -> bool:
        """Whether the visitor would rather wait than have no places."""
        return bool(self.data.get("wait"))

    @property
    def given_up(self) -> str:
        """The code of the registration that the visitor gives up for this one, where there is one."""
        return str(self.data.get("instead_of", ""))

    @property
    def answers(self) -> dict[int, str]:
        """What a valid form answers to the organisers' questions, by the number of the question."""
        return {question.pk: kept_of(self.cleaned_data[field_name(question)]) for question in self.questions}
