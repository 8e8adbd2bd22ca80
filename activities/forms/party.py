"""What people change of a party that is registered: how many they are, and who."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.contact import normal_name
from activities.forms.registration import PartySizeField
from activities.models import Registration
from goodsociety.common.forms import LineField, OnceForm

LONGEST_NAME = 200
#: More than any party has.
LONGEST_LIST = 100_000


class NamesField(LineField):
    """Names of people, one on each line; cleaned to a list."""

    widget = forms.Textarea(attrs={"rows": 5, "autocomplete": "off"})

    def clean(self, value: Any) -> list[str]:
        """Return the names in their normal form, or say which is none."""
        names = [name for line in super().clean(value).splitlines() if (name := normal_name(line))]
        for name in names:
            if len(name) > LONGEST_NAME:
                raise forms.ValidationError(
                    _("This name is too long: %(name)s…"), params={"name": name[: LONGEST_NAME // 10]}
                )
        return names


class PartyForm(OnceForm):
    """How many of a party come, as long as that may change, and their names."""

    names = NamesField(
        label=_("Names of the party"),
        help_text=_("One on each line. You need not write any."),
        required=False,
        max_length=LONGEST_LIST,
    )

    def __init__(self, *args: Any, registration: Registration, may_resize: bool, **options: Any) -> None:
        """Show the party as it is."""
        names = "\n".join(member.name for member in registration.members.all())
        initial = {"party_size": registration.party_size, "names": names}
        super().__init__(*args, **{"initial": initial, **options})
        if may_resize:
            self.fields = {"party_size": PartySizeField(registration.session), **self.fields}
            self.fields["party_size"].initial = registration.party_size
