"""What a duty asks of volunteers, in words."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from activities.models import Language
from volunteers.models import Duty, Qualification


def needs_of(duty: Duty, *, minimum_age: int = 0) -> list[str]:
    """Return what is needed for a duty, a few words each; an edition's own minimum age counts for all its duties."""
    age = max(duty.minimum_age or 0, minimum_age)
    found = [_("From %(age)s years of age") % {"age": age}] if age else []
    if duty.language != Language.NONE:
        found.append(_("Speaks: %(language)s") % {"language": duty.get_language_display()})
    found += [named(need) for need in duty.needs.all()]
    if duty.is_lifting:
        found.append(capfirst(_("heavy lifting")))
    if duty.is_standing:
        found.append(capfirst(_("standing for long")))
    return found


def named(need: Qualification) -> str:
    """Name a skill, or a training together with the word, since one cannot just say that one has it."""
    if need.kind == Qualification.Kind.TRAINING:
        return _("Training: %(name)s") % {"name": need.name}
    return need.name
