"""What organizations type to register a group, and what they change of it afterwards."""

from copy import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from activities.forms.questions import field_name
from activities.forms.registration import PartySizeField, RegistrationForm
from activities.models import Registration, Session
from activities.names import LONGEST_NAME, MOST_NAMES, Found, added, names_in, names_typed, repeated
from goodsociety.common.forms import LineField, OnceForm
from goodsociety.common.sheets import read_tables
from goodsociety.common.sheets.refusals import SheetRefusal
from organizations.models import Kind, Organization, Sector

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: A list may have a heading, a total and the like beside its names.
MOST_ROWS = MOST_NAMES + 100
LONGEST_NOTE = 1000
#: In characters: longer lists are cut short by their number of names.
LONGEST_LIST = 600_000
#: How many organizations with similar names are shown to choose from, and the answer that it is none of them.
MOST_ALIKE, NONE_OF_THEM = 6, "-"
#: So much of a name tells which is meant.
SHOWN = 30
TOO_MANY = _("These are more than %(most)s names. Is this the right list?")
UNKNOWN_HERE = _("Please choose, since this organization is not known here yet.")


class NameListField(LineField):
    """Names of people as they are typed or pasted; cleaned to a list."""

    widget = forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"})

    def clean(self, value: Any) -> list[str]:
        """Return the names, or say which is none."""
        names = names_typed(super().clean(value))
        if len(names) > MOST_NAMES:
            raise forms.ValidationError(TOO_MANY, params={"most": MOST_NAMES})
        for name in names:
            if len(name) > LONGEST_NAME:
                raise forms.ValidationError(_("This name is too long: %(name)s…"), params={"name": name[:SHOWN]})
        return names


class NamesForm(forms.Form):
    """A list of names, typed, pasted or read from a spreadsheet; what was read is shown before anything is done."""

    names = NameListField(
        label=_("Names of the group"),
        help_text=_("One on each line. Tables can be pasted as they are. You can also leave this for later."),
        required=False,
        max_length=LONGEST_LIST,
    )
    twice = forms.BooleanField(label=_("These are different people with the same name"), required=False)
    file = forms.FileField(
        label=_("Names from a spreadsheet"),
        help_text=_("An .xlsx or .csv file. The names are shown above, so that you can correct them before sending."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )
    replaces = forms.BooleanField(label=_("The names of the file replace those written above"), required=False)
    #: What was read from a file, and who of it stood in the list already.
    found: Found | None = None
    known: tuple[str, ...] = ()
    #: Whether names stand in the list twice that nobody has said are different people.
    has_repeated = False
    #: Whoever has had many files read waits a while.
    may_read = True

    @property
    def is_reading(self) -> bool:
        """Whether a file is to be read, so that its names are looked at before anything is sent."""
        return bool(self.files.get("file") or self.data.get("read"))

    def full_clean(self) -> None:
        """Look at the list alone while it is put together: what else is wrong is said when the form is sent."""
        super().full_clean()
        if self.is_bound and self.is_reading:
            self._errors = ErrorDict({name: said for name, said in self.errors.items() if name in {"names", "file"}})

    def clean(self) -> dict[str, Any]:
        """Read the file, or see that nobody stands in the list twice."""
        cleaned = super().clean() or self.cleaned_data
        if self.is_reading:
            self.read(cleaned.get("names"))
        elif cleaned.get("names"):
            self.refuse_repeated(cleaned["names"])
        return cleaned

    def read(self, names: list[str] | None) -> None:
        """Put the names of the file into the list, or say why there are none."""
        upload: Any = self.files.get("file")
        if not upload:
            self.add_error("file", _("Choose a file first."))
            return
        if not self.may_read:
            self.add_error(
                "file", _("Many files were read in a short time. Please try again in an hour, or paste the names.")
            )
            return
        try:
            found = names_in(read_tables(upload, most_rows=MOST_ROWS))
        except SheetRefusal as refusal:
            self.add_error("file", str(refusal))
            return
        if not found.names:
            self.add_error(
                "file", _("No names were found in this file. Put them into one column with the heading “Name”.")
            )
        elif names is not None:
            self.found = found
            before = [] if self.data.get("replaces") else names
            listed, known = added(before, found.names)
            self.known = tuple(known)
            shown: Any = copy(self.data)
            shown["names"] = "\n".join(listed)
            self.data = shown

    def refuse_repeated(self, names: list[str]) -> None:
        """Say who stands in the list twice, unless these are different people."""
        twice = repeated(names)
        self.has_repeated = bool(twice)
        if twice and not self.cleaned_data.get("twice"):
            sentence = ngettext(
                "This name stands there twice: %(names)s. Take it out, or say that these are different people.",
                "These names stand there twice: %(names)s. Take them out, or say that these are different people.",
                len(twice),
            )
            self.add_error("names", sentence % {"names": ", ".join(name[:SHOWN] for name in twice)})


def choice_field(label: "StrOrPromise", choices: type[Sector] | type[Kind]) -> forms.ChoiceField:
    """Return a field to choose what a new organization is."""
    unchosen = ("", pgettext("answer", "choose"))
    return forms.ChoiceField(
        label=label,
        choices=[unchosen, *((each.value, capfirst(each.label)) for each in choices)],
        required=False,
        error_messages={"invalid_choice": UNKNOWN_HERE},
    )


class OrganizationForm(forms.Form):
    """Which organization: one that is known, found however it is spelt, or a new one."""

    organization = LineField(
        label=_("Name of the organization"),
        help_text=_("Company, school, foundation … Begin to write and choose it from the list where it is there."),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "known-organizations", "autocomplete": "organization"}),
    )
    #: The one that is known, once it is found.
    chosen: Organization | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the sectors and kinds in the page's language."""
        super().__init__(*args, **options)
        self.fields["sector"] = choice_field(capfirst(_("sector")), Sector)
        self.fields["kind"] = choice_field(_("What it is"), Kind)

    @property
    def is_new(self) -> bool:
        """Whether something was said of an organization that is not known."""
        return bool({"sector", "kind"} & set(self.errors) or self.data.get("sector") or self.data.get("kind"))

    def find(self, name: str) -> None:
        """Find the organization that is meant; ask where several may be, and what a new one is."""
        self.chosen = Organization.objects.called(name).order_by("pk").first() or self.one_of_those_like(name)
        if self.chosen is None and "which" not in self.errors:
            for field in ("sector", "kind"):
                if not self.cleaned_data.get(field) and field not in self.errors:
                    self.add_error(field, UNKNOWN_HERE)

    def one_of_those_like(self, name: str) -> Organization | None:
        """Return the one that was chosen of those with a similar name; ask, if there are any and none was."""
        alike = {each.slug: each for each in Organization.objects.known().like(name)[:MOST_ALIKE]}
        if not alike:
            return None
        asked = str(self.data.get("which", ""))
        choices = [(slug, each.name) for slug, each in alike.items()]
        self.fields["which"] = forms.ChoiceField(
            label=_("Is it one of these?"),
            choices=[*choices, (NONE_OF_THEM, _("No, it is another one"))],
            widget=forms.RadioSelect,
            required=False,
        )
        self.order_fields(self.field_order)
        if asked not in {*alike, NONE_OF_THEM}:
            self.add_error(
                "which", _("We know organizations with a similar name. Please choose yours, or say that it is another.")
            )
        return alike.get(asked)


class GroupForm(NamesForm, OrganizationForm, RegistrationForm):
    """A group that an organization registers: the leader is the contact, and is answered by mail."""

    #: As the page shows them, so that what is wrong is listed from top to bottom.
    field_order = ("key", "organization", "which", "kind", "sector", "name", "email", "phone", "party_size")
    note = LineField(
        label=_("How you come, and what you need"),
        help_text=_("Bus or cars and their number plates, when you arrive, food, wheelchairs …"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        """Ask for a leader who can be called on the day."""
        super().__init__(*args, session=session, is_answered_later=True, **options)
        self.fields["phone"].required = True
        self.fields["phone"].help_text = _("So that you can be called on the day.")
        self.fields["party_size"].label = _("How many people, the leader included")
        self.order_fields(self.field_order)

    @property
    def question_fields(self) -> list[forms.BoundField]:
        """The fields of the organisers' own questions."""
        return [self[field_name(question)] for question in self.questions]

    def clean(self) -> dict[str, Any]:
        """Find the organization when the form is sent."""
        cleaned = super().clean()
        if not self.is_reading and cleaned.get("organization"):
            self.find(cleaned["organization"])
        return cleaned


class GroupPartyForm(NamesForm, OnceForm):
    """How many of a group come, who, and how, as long as that may change."""

    note = GroupForm.base_fields["note"]

    def __init__(self, typed: Any, files: Any, *, registration: Registration, may_resize: bool) -> None:
        """Show the group as it is."""
        names = "\n".join(member.name for member in registration.members.all())
        initial = {"party_size": registration.party_size, "names": names, "note": registration.note, "replaces": True}
        super().__init__(typed, files, initial=initial)
        if may_resize:
            self.fields["party_size"] = PartySizeField(registration.session)
            self.fields["party_size"].label = _("How many people, the leader included")
            self.fields["party_size"].initial = registration.party_size
            self.fields["party_size"].help_text = _(
                "You can lower this yourself. If more want to come, please ask first."
            )
            self.fields["party_size"].widget.attrs["max"] = registration.party_size
