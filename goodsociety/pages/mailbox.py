"""The demo's mailbox: what would have gone out by e-mail. Its address exists in the demo alone."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goodsociety.common.models import Outbox

MAILS_A_PAGE = 20


def mail_list(request: HttpRequest) -> HttpResponse:
    """Show the mails that were sent or wait, the newest first."""
    page = Paginator(Outbox.objects.exclude(body=""), MAILS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "pages/mailbox.html", {"page": page})
