"""Pages of certificates: a volunteer's own, and whether one that somebody shows is genuine."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from goodsociety.common.audit import acting
from goodsociety.common.limits import network_address
from goodsociety.common.middleware import secret_page
from volunteers import actions
from volunteers.certificates import Paper, Shown
from volunteers.forms import VerifyForm
from volunteers.models import Certificate, SignUp
from volunteers.own_certificate import own_certificate
from volunteers.verifying import WRONG_CODES, certificate_of


@secret_page
def my_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Show the holder of a sign-up's secret code what their certificate says, and make it when they ask for it."""
    at = timezone.now()
    sign_up = get_object_or_404(SignUp.objects.for_page().select_related("person"), code=code)
    own = own_certificate(sign_up, at=at)
    if request.method == "POST" and own.refusal is None:
        actions.issue_certificate(person=sign_up.person, edition=own.edition, by=acting(request.user), at=at)
        return redirect("my_certificate", code=code)
    return render(request, "volunteers/my_certificate.html", {"own": own, "edition": own.edition, "sign_up": sign_up})


@secret_page
@require_safe
def my_certificate_pdf(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Give the holder of a sign-up's secret code their certificate on paper, in the page's language."""
    served = SignUp.objects.live().filter(approved_minutes__gt=0)
    sign_up = get_object_or_404(served.for_page(), code=code)
    theirs = Certificate.objects.live().exclude(name="").for_page()
    certificate = get_object_or_404(theirs, person=sign_up.person_id, edition=sign_up.shift.edition)
    headers = {"Content-Disposition": f'inline; filename="certificate-{certificate.reference}.pdf"'}
    return HttpResponse(Paper.of(certificate).pdf(), content_type="application/pdf", headers=headers)


@cache_control(private=True, no_store=True)
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a certificate, and lead to what it is about."""
    form = VerifyForm(request.POST or None)
    if form.is_valid():
        return redirect("verify_code", code=form.cleaned_data["code"])
    return render(request, "volunteers/verify.html", {"form": form})


@secret_page
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Tell whoever has the code of a certificate what it says, and whether it holds; of any other code, nothing."""
    at, network = timezone.now(), network_address(request.META)
    if WRONG_CODES.is_spent(network, at=at):
        return render(request, "volunteers/verify_later.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    certificate = certificate_of(code)
    if certificate is None:
        WRONG_CODES.note(network, at=at)
        return render(request, "volunteers/verify_unknown.html", status=HTTPStatus.NOT_FOUND)
    return render(request, "volunteers/verified.html", {"certificate": certificate, "shown": Shown(certificate)})
