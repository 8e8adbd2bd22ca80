"""Who wants to volunteer, and what they say of themselves."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.contact import Contact
from organizations.models import Organization


@dataclass(frozen=True)
class Guardian:
    """Who answers for somebody under 20."""

    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True)
class Applicant:
    """Who wants to help: alone, or as the leader of a group that an organization sends."""

    contact: Contact
    #: Asked only of those who do not say that they are of age, or where a duty asks for more than that.
    born_on: dt.date | None = None
    is_of_age: bool = False
    guardian: Guardian | None = None
    #: The numbers of the skills they say they have.
    skills: frozenset[int] = frozenset()
    party_size: int = 1
    organization: Organization | None = None
    names: Sequence[str] = ()
    note: str = ""
