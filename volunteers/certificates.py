"""Certificates on paper: what they say, in Thai or in English, drawn by typst as a PDF with correct Thai."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, cast

import typst
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from activities.pictures import BRAND, SIGN
from activities.templatetags.registering import minutes_in_words
from activities.tickets import drawn_code, fonts, printable
from goodsociety.common.dates import is_thai, local_day, show_day, show_days, shown_year
from organizations.models import Organization, Part
from volunteers.models import Certificate
from zones.models import Edition

DRAWING = Path(__file__).resolve().parent / "typst" / "certificate.typ"
#: What fits on the front; more stands on the sheets behind it.
MOST_DUTIES = 6
#: How a code is shown, so that people do not lose their place in it.
GROUP = 4
Pairs = Sequence[Sequence[Any]]
Lines = list[list[str]]


@dataclass(frozen=True)
class Shown:
    """What a certificate says, in the page's language."""

    certificate: Certificate

    @property
    def edition(self) -> Edition:
        """The expo it is about."""
        return self.certificate.edition

    @property
    def days(self) -> str:
        """The days of the expo; nothing where they are unknown."""
        first, last = self.edition.starts_on, self.edition.ends_on
        return show_days(first, last) if first and last else ""

    @property
    def hours(self) -> str:
        """How long they volunteered."""
        return minutes_in_words(self.certificate.minutes)

    @property
    def duties(self) -> Lines:
        """Each duty with how long it was done."""
        return duties_in_words(self.certificate.duties)

    @property
    def members(self) -> Lines:
        """Each member of the groups they led with how long they came along."""
        return [[name, minutes_in_words(minutes)] for name, minutes in self.certificate.members]

    @property
    def group(self) -> str:
        """Whose group the volunteer led; nothing for who came alone."""
        names = ", ".join(named(self.certificate.organizations))
        return _("with a group of %(organization)s") % {"organization": names} if names else ""

    @property
    def code(self) -> str:
        """The code in groups of four, as people read it out."""
        code = self.certificate.code
        return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))

    @property
    def is_sample(self) -> bool:
        """Whether it is about a volunteer, or an expo, that never was."""
        return self.certificate.person.is_sample or self.edition.is_sample


@dataclass(frozen=True)
class Frame:
    """What all certificates of an edition share; asked for once, however many are drawn."""

    edition: Edition
    ribbon: Sequence[str]
    organisers: Sequence[Organization]

    @classmethod
    def of(cls, edition: Edition) -> Self:
        """Return the frame of an edition: the colours of its zones, and who signs."""
        organisers = Organization.objects.with_part_in(edition, Part.ORGANISER).order_by("sort_key")
        return cls(edition, [zone.colour for zone in edition.zones.all()] or [BRAND], list(organisers))


@dataclass(frozen=True)
class Paper:
    """A certificate as it is printed."""

    certificate: Certificate
    frame: Frame

    @classmethod
    def of(cls, certificate: Certificate) -> Self:
        """Return the paper of one certificate."""
        return cls(certificate, Frame.of(certificate.edition))

    @property
    def facts(self) -> dict[str, Any]:
        """What it says, in the page's language."""
        certificate, edition, shown = self.certificate, self.frame.edition, Shown(self.certificate)
        wordmark = f"Good Society Expo {shown_year(edition.year)}"
        return {
            "language": "th" if is_thai() else "en",
            "brand": BRAND,
            "ribbon": list(self.frame.ribbon),
            "title": " – ".join((_("Certificate of volunteering"), wordmark)),
            "wordmark": wordmark,
            "mark": _("sample") if shown.is_sample else "",
            "heading": _("Certificate of volunteering"),
            "name": printable(certificate.name) or certificate.reference,
            "group": printable(shown.group),
            "hours": shown.hours,
            "edition": printable(edition.name),
            "theme": printable(f"“{edition.theme}”") if edition.theme else "",
            "where": printable(" · ".join(filter(None, (shown.days, edition.venue)))),
            **rows_of(shown),
            **proof_of(shown),
            "signs": printable(" · ".join(each.name for each in self.frame.organisers)) or wordmark,
            "words": words_of(certificate),
        }

    def pdf(self) -> bytes:
        """Draw it: no file and no address outside this project and its fonts."""
        said = json.dumps({**self.facts, "sign": SIGN.read_text(encoding="utf-8")}, ensure_ascii=False)
        options: dict[str, Any] = {"font_paths": fonts(), "ignore_system_fonts": True}
        return cast("bytes", typst.compile(str(DRAWING), format="pdf", sys_inputs={"data": said}, **options))


def words_of(certificate: Certificate) -> dict[str, str]:
    """Return the sentences around what a certificate says."""
    return {
        "that": _("This is to certify that"),
        "served": _("volunteered for"),
        "at": pgettext("certificate", "at"),
        "given": _("Given on %(day)s") % {"day": show_day(local_day(certificate.issued_at))},
        "scan": _("Is it genuine? Scan the code, or type it at"),
        "reference": _("Reference"),
        "annex": _("Annex to the certificate of volunteering"),
    }


def proof_of(shown: Shown) -> dict[str, str]:
    """Return how a certificate is told from a forged one."""
    page, address = f"{settings.SITE_URL}{reverse('verify')}", address_of(shown.certificate)
    return {
        "address": address,
        "page": page,
        "page_shown": page.partition("://")[2].rstrip("/"),
        "qr": drawn_code(address),
        "code": shown.code,
        "reference": shown.certificate.reference,
    }


def rows_of(shown: Shown) -> dict[str, Any]:
    """Return the duties that fit on the front, how many more there are, and what stands behind it."""
    rows = [[printable(what), long] for what, long in shown.duties]
    members = [[printable(who), long] for who, long in shown.members]
    front = rows if len(rows) <= MOST_DUTIES else rows[: MOST_DUTIES - 1]
    left = len(rows) - len(front)
    more = ngettext("and %(duties)s more duty, see the annex", "and %(duties)s more duties, see the annex", left)
    parts = [(_("All duties"), rows if left else []), (_("The group"), members)]
    return {
        "duties": front,
        "more": more % {"duties": left} if left else "",
        "annex": [{"heading": heading, "rows": lines} for heading, lines in parts if lines],
    }


def address_of(certificate: Certificate) -> str:
    """Return where anybody who has a certificate sees whether it is genuine."""
    return f"{settings.SITE_URL}{reverse('verify_code', args=[certificate.code])}"


def duties_in_words(duties: Pairs) -> Lines:
    """Return each duty, as [Thai name, English name, minutes], in the page's language with how long it was done."""
    names, minutes = named([duty[:2] for duty in duties]), [duty[2] for duty in duties]
    return [[name, minutes_in_words(long)] for name, long in zip(names, minutes, strict=True)]


def named(pairs: Pairs) -> list[str]:
    """Return names in the page's language from pairs of a Thai and an English one."""
    return [thai if is_thai() else english or thai for thai, english in pairs]
