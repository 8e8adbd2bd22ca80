"""The ticket of one registration, to print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.visitors import visitor
from activities.models import Registration
from activities.tickets import Ticket, entrance_code
from goodsociety.common.middleware import secret_page


@secret_page
@require_safe
def ticket_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Give whoever holds the secret code of a confirmed registration its ticket."""
    registration = get_object_or_404(Registration.objects.live().for_page(), code=code)
    shown = entrance_code(registration, viewer=visitor(request.session))
    body = Ticket.of_registration(registration, shown).pdf()
    headers = {"Content-Disposition": f'inline; filename="ticket-{registration.reference}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
