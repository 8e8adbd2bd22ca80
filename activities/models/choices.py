"""What may be chosen of an activity and of a session."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What sort of activity."""

    EXHIBITION = "exhibition", _("exhibition")
    TALK = "talk", _("talk")
    VOLUNTEER = "volunteer", _("volunteer activity")
    WORKSHOP = "workshop", _("workshop")
    GAME = "game", _("game")
    FIELD_TOUR = "field_tour", _("field tour")


class Way(models.TextChoices):
    """A way to take part in society that an activity opens."""

    DONATE = "donate", _("give money")
    VOLUNTEER = "volunteer", _("volunteer")
    EXPERTISE = "expertise", _("share expertise and networks")
    DAILY = "daily", _("help in everyday life")


class State(models.TextChoices):
    """The life of a part of the programme."""

    DRAFT = "draft", _("draft")
    RELEASED = "released", _("released")
    CANCELLED = "cancelled", _("cancelled")


class Entry(models.TextChoices):
    """How one gets into a session."""

    OPEN_DOOR = "open_door", _("open door")
    REGISTRATION = "registration", pgettext_lazy("entry", "registration")
    APPROVAL = "approval", _("registration with approval")
    GROUPS = "groups", _("groups of organizations only")
    DRAW = "draw", _("by lot")


class Standing(models.TextChoices):
    """What a visitor can do about a session right now."""

    OPEN_DOOR = "open_door", _("just come")
    OPEN = "open", _("places free")
    ASK = "ask", _("places on request")
    DRAW = "draw", _("places are drawn by lot")
    GROUPS = "groups", _("for groups of organizations")
    LATER = "later", _("registration opens later")
    WAITING = "waiting", _("full, waiting list open")
    FULL = "full", _("full")
    CLOSED = "closed", _("registration closed")


class Language(models.TextChoices):
    """What is spoken at an activity."""

    THAI = "th", pgettext_lazy("spoken", "Thai")
    ENGLISH = "en", pgettext_lazy("spoken", "English")
    BOTH = "both", pgettext_lazy("spoken", "Thai and English")
    NONE = "none", pgettext_lazy("spoken", "no language needed")


class Access(models.TextChoices):
    """What makes an activity open to people with a disability."""

    STEP_FREE = "step_free", _("step-free")
    SIGN_LANGUAGE = "sign_language", _("Thai sign language")
    CAPTIONS = "captions", _("captions")
    QUIET = "quiet", _("quiet surroundings")
    TACTILE = "tactile", _("to be touched and heard")
    ASSISTANCE = "assistance", _("someone who assists")
