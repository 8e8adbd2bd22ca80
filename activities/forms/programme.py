"""What people type and choose to find something in the programme."""

from django.utils.translation import gettext_lazy as _

from activities.forms.days import DayFilter, one_of
from activities.models import Kind, Language, Way

LANGUAGES = [(spoken.value, spoken.label) for spoken in (Language.THAI, Language.ENGLISH, Language.NONE)]


class ProgrammeFilter(DayFilter):
    """What one may choose sessions by."""

    kind = one_of(_("Kind"), _("All kinds"), Kind.choices)
    way = one_of(_("Way to take part"), _("All ways"), Way.choices)
    language = one_of(_("Language spoken"), _("All languages"), LANGUAGES)
