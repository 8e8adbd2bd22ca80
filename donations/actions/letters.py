"""Mails about a pledge, in the language it was made in."""

from donations.models import Pledge
from goodsociety.common.outbox import Letter


def letter(template: str, pledge: Pledge, **more: object) -> Letter:
    """Return a mail about a pledge; whoever left no address gets none."""
    about: dict[str, object] = {"pledge": pledge, "campaign": pledge.campaign, **more}
    return Letter(template=template, to=pledge.email, language=pledge.language, about=about)
