"""The certificates of a whole edition in the organisers' workspace: started, watched, taken as files, thanked for."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from goodsociety.common.admin import ActForm, Foreseen, Kept, OneAct, Order, SiteForm, WithActs, figure, moment
from goodsociety.common.audit import acting
from volunteers import actions
from volunteers.actions.certificate_files import take_files
from volunteers.actions.thanking import preview
from volunteers.admin.certificates import row_to_see
from volunteers.certificate_refusals import NobodyToThank
from volunteers.models import CertificateRun
from volunteers.run_progress import progress_of
from volunteers.served import service_of


class NothingAsked(ActForm):
    """What would happen is shown at once."""


def foresee_thanks(run: CertificateRun, _answers: dict[str, Any], at: dt.datetime) -> Foreseen:
    """Say how many would be thanked, and show the mail of the first. Refuses NobodyToThank."""
    waiting = run.sheets.to_thank().select_related("person")
    first, number = waiting.first(), waiting.count()
    if first is None:
        raise NobodyToThank
    told = ngettext(
        "%(count)s person gets a mail: what they did, for how long, and the link to their certificate.",
        "%(count)s people get a mail: what they did, for how long, and the link to their certificate.",
        number,
    )
    lines = preview(service_of(first.person, run.edition), at=at)
    sentences = [
        told % {"count": number},
        _("Each is written in the language in which its reader signed up. Nobody is thanked twice for the same expo."),
    ]
    return Foreseen(str(number), sentences, lists={_("The first of these mails, without its links"): lines})


def ask_thanks(run: CertificateRun, order: Order) -> str:
    """Let the mails of thanks be written."""
    actions.ask_thanks(run=run, by=order.by, at=order.at)
    return _("The mails of thanks are being written. This page shows how far they are.")


def why_not_thank(run: CertificateRun, _at: dt.datetime) -> str:
    """Say why nobody can be thanked yet."""
    if run.finished_at is None:
        return _("The certificates are being made. When they are done, the mails of thanks can go.")
    return "" if run.sheets.to_thank().exists() else str(NobodyToThank())


THANK = OneAct(
    name="thank",
    label=gettext_lazy("Thank everybody by mail"),
    form=NothingAsked,
    foresee=foresee_thanks,
    act=ask_thanks,
    why_not=why_not_thank,
)


class RunForm(SiteForm):
    """For which edition. That two runs do not go on at once is no mistake here: the act leads to the one there is."""

    def validate_constraints(self) -> None:
        """Leave it to the act."""

    def _post_clean(self) -> None:
        """Leave out what is judged of other rows."""
        super(SiteForm, self)._post_clean()  # type: ignore[misc]  # the stubs do not know it


@admin.register(CertificateRun)
class CertificateRunAdmin(WithActs, Kept):
    """Who had the certificates of a whole edition made, how far that is, and their files."""

    form = RunForm
    change_form_template = "admin/volunteers/certificate_run.html"
    acts = (THANK,)
    counted = {
        "people": Count("sheets"),
        "drawn_sheets": Count("sheets", filter=Q(sheets__state="drawn")),
        "missing_sheets": Count("sheets", filter=Q(sheets__state__in=["refused", "failed"])),
    }
    people = figure("people", gettext_lazy("people"))
    drawn = figure("drawn_sheets", gettext_lazy("drawn"))
    missing = figure("missing_sheets", gettext_lazy("not possible"))
    started = moment("started_at", gettext_lazy("started"))
    finished = moment("finished_at", gettext_lazy("finished"))
    thanks = moment("thanks_asked_at", gettext_lazy("thanks sent since"))
    along = ("edition", "started_by")
    list_display = ("edition", "started", "started_by", "people", "drawn", "missing", "thanks", "finished")
    list_filter = ("edition", ("finished_at", admin.EmptyFieldListFilter))
    search_fields = ("edition__year", "started_by__email")
    date_hierarchy = "started_at"
    autocomplete_fields = ("edition",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (Django's signature)
        """Let those start one who may."""
        return ModelAdmin.has_add_permission(self, request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:  # noqa: ARG002 (Django's signature)
        """Ask for the edition alone."""
        return ("edition",) if obj is None else ("edition", "started", "started_by", "thanks", "finished")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Change nothing by hand."""
        return () if obj is None else self.get_fields(request, obj)

    def save_model(self, request: HttpRequest, obj: CertificateRun, form: Any, change: bool) -> None:  # noqa: ARG002, FBT001 (Django's signature)
        """Start a run, or go on with the one there is."""
        if not change:
            run = actions.start_run(edition=obj.edition, by=acting(request.user), at=timezone.now())
            obj.pk, obj.started_at = run.pk, run.started_at

    def response_add(self, request: HttpRequest, obj: CertificateRun, post_url_continue: Any = None) -> HttpResponse:  # noqa: ARG002 (Django's signature)
        """Show how far it is."""
        return HttpResponseRedirect(self.address_of("change", obj))

    def get_urls(self) -> list[URLPattern]:
        """Add the address of the files."""
        view = self.admin_site.admin_view(self.files)
        return [
            path("<path:object_id>/certificates.zip", view, name="volunteers_certificaterun_files"),
            *super().get_urls(),
        ]

    def files(self, request: HttpRequest, object_id: str) -> StreamingHttpResponse:
        """Send every certificate of a run that holds as one archive, while it is being packed."""
        run, at = row_to_see(self, request, object_id), timezone.now()
        name = f'attachment; filename="certificates-{run.edition.year}.zip"'
        pieces = take_files(run=run, by=acting(request.user), at=at)
        return StreamingHttpResponse(pieces, content_type="application/zip", headers={"Content-Disposition": name})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add how far it is, and the link to the files."""
        run = kwargs.get("obj")
        more = {"progress": progress_of(run), "files_url": self.address_of("files", run)} if run else {}
        if run and self.has_change_permission(request, run) and not THANK.why_not(run, timezone.now()):
            more["thank_url"] = self.address_of(THANK.name, run)
        return super().render_change_form(request, {**context, **more}, *args, **kwargs)
