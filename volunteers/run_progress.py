"""How far the certificates of an edition are, for the page of whoever started them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from volunteers import certificate_refusals
from volunteers.models import CertificateRun, CertificateSheet, SignUp

State = CertificateSheet.State
#: So many problems are shown at once.
MOST_PROBLEMS = 100


@dataclass(frozen=True)
class Progress:
    """A run by its numbers."""

    run: CertificateRun
    people: int
    drawn: int
    refused: int
    failed: int
    thanked: int
    files: int
    #: Who came, and whose hours nobody has approved yet.
    unapproved: int

    @property
    def is_going_on(self) -> bool:
        """Whether there is more to do."""
        return self.run.finished_at is None

    @property
    def handled(self) -> int:
        """How many people had their turn."""
        return self.drawn + self.refused + self.failed

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Who got no certificate, and why, in a sentence each."""
        rows = self.run.sheets.without_certificate().select_related("person")[:MOST_PROBLEMS]
        return [(str(row.person), sentence_of(row)) for row in rows]


def progress_of(run: CertificateRun) -> Progress:
    """Return how far a run is."""
    counts = run.sheets.counts()
    del counts[State.WAITING]
    came = SignUp.objects.live().filter(shift__duty__edition=run.edition_id, arrived_at__isnull=False)
    return Progress(run, unapproved=came.filter(approved_minutes=None).count(), **counts)


def sentence_of(sheet: CertificateSheet) -> str:
    """Say why there is no certificate."""
    refusal = getattr(certificate_refusals, sheet.problem, None)
    if sheet.state == State.REFUSED and refusal is not None:
        return str(refusal())
    return _("It could not be drawn (%(problem)s). The log of the server says more.") % {"problem": sheet.problem}
