"""Whether a certificate is genuine: whoever has its code sees what stands on it, and nobody finds anything else."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import translation

from goodsociety.common.codes import REFERENCE_ALPHABET, new_typed_secret
from tests import factories as make
from tests.language.words import THAI
from tests.pages import is_under_strict_rules, queries, text
from volunteers.forms import VerifyForm
from volunteers.models import Certificate
from volunteers.verifying import WRONG_CODES, normal_code

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def certificate(edition):
    """A certificate that holds."""
    return make.CertificateFactory(edition=edition, person__name="สมใจ รักดี", members=[["มานี", 60]])


@pytest.fixture
def look(client):
    """Return what looks a code up, in the active language."""
    return lambda code: client.get(reverse("verify_code", args=[code]))


def revoke(certificate, reason="hours"):
    """Revoke a certificate the next day."""
    Certificate.objects.filter(pk=certificate.pk).update(
        revoked_at=certificate.issued_at + 24 * HOUR, revoked_reason=reason
    )


def test_a_genuine_one_shows_what_stands_on_it_and_nothing_else(look, certificate, language):
    page = look(certificate.code)
    assert page.status_code == 200
    words = text(page)
    duty, hours = ("ต้อนรับ", "4 ชั่วโมง") if language == "th" else ("Welcome", "4 hours")
    for said in ("สมใจ รักดี", "มานี", duty, hours, certificate.reference, certificate.edition.name):
        assert said in words
    assert certificate.person.email not in page.content.decode()
    assert is_under_strict_rules(page)


def test_it_is_kept_out_of_caches_and_search_engines(look, certificate):
    for page in (look(certificate.code), look(new_typed_secret())):
        assert page["Cache-Control"] == "no-store, private"
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert not page.cookies


def test_a_revoked_one_says_why_and_names_nobody(look, certificate):
    revoke(certificate, "mistake")
    with translation.override("en"):
        page = look(certificate.code)
    words = text(page)
    assert page.status_code == 200
    assert "no longer holds" in words
    assert "3 November 2026: it was issued by mistake" in words
    assert certificate.reference in words
    for hidden in ("สมใจ", "มานี", "4 hours", "Welcome"):
        assert hidden not in words


def test_without_its_name_it_still_says_what_it_is_for(look, certificate):
    Certificate.objects.filter(pk=certificate.pk).update(name="", members=[])
    with translation.override("en"):
        words = text(look(certificate.code))
    assert "This certificate is genuine" in words
    assert "no longer kept" in words
    assert "4 hours" in words
    assert "สมใจ" not in words


def test_a_code_may_be_typed_in_small_letters_and_groups(look, certificate):
    code = certificate.code
    groups = "-".join(code[n : n + 4] for n in range(0, len(code), 4)).lower()
    assert look(groups).status_code == 200


GUESSES = ["nothing", "A" * 28, "2" * 22, new_typed_secret(), "a-b_c", "9" * 500]


def test_guesses_are_all_answered_alike(look, certificate):
    bodies = set()
    for guess in [*GUESSES, certificate.reference, certificate.code[:-1], f"{certificate.pk}00000"]:
        page = look(guess)
        assert page.status_code == 404
        bodies.add(re.sub(re.escape(guess), "", page.content.decode()))
    assert len(bodies) == 1


def test_what_is_no_code_asks_the_database_nothing(client, certificate, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("verify_code", args=["nothing"]))


def test_a_page_takes_few_queries(client, certificate):
    assert queries(client, reverse("verify_code", args=[certificate.code])) == 1


def test_many_wrong_codes_end_the_looking_up_for_an_hour(look, certificate, now):
    for _try in range(WRONG_CODES.most):
        assert look(certificate.code).status_code == 200, "right ones do not count"
        assert look(new_typed_secret()).status_code == 404
    late = look(certificate.code)
    assert late.status_code == 429
    assert "สมใจ" not in text(late)


def test_the_form_leads_to_the_code(client, certificate):
    page = client.get(reverse("verify"))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    sent = client.post(reverse("verify"), {"code": f"  {certificate.code.lower()} "})
    assert sent["Location"] == reverse("verify_code", args=[certificate.code])


def test_what_is_typed_wrongly_is_said_and_kept(client, certificate):
    page = client.post(reverse("verify"), {"code": certificate.reference})
    assert page.status_code == 200
    assert certificate.reference in page.content.decode()
    with translation.override("en"):
        form = VerifyForm({"code": certificate.reference})
        assert "This is the reference" in str(form.errors)
        assert "28 characters" in str(VerifyForm({"code": "0" * 28}).errors)
        assert "Please fill this in" in str(VerifyForm({"code": " "}).errors)
        assert "too long" in str(VerifyForm({"code": "A" * 400}).errors)
        assert not VerifyForm({"code": "\0" * 28}).is_valid()


@pytest.mark.parametrize(
    "typed",
    ["{code}", " {code}\n", "{small}", "{groups}", "https://expo.example.org/en/verify/{code}/", "{dashes}"],
)
def test_codes_are_read_as_people_type_them(typed):
    code = new_typed_secret()
    parts = [code[n : n + 4] for n in range(0, len(code), 4)]
    text_typed = typed.format(code=code, small=code.lower(), groups=" ".join(parts), dashes="–".join(parts))
    assert normal_code(text_typed) == code


@pytest.mark.parametrize("typed", ["", "ABCD", "0" * 28, "ก" * 28, "A" * 27, "A" * 29, "A" * 28 + "/x"])
def test_what_can_be_no_code_is_none(typed):
    assert normal_code(typed) == ""


def test_codes_hold_as_many_random_bits_as_links_must():
    code = new_typed_secret()
    assert len(REFERENCE_ALPHABET) ** len(code) > 2**128
    assert set(code) <= set(REFERENCE_ALPHABET)
    assert len({new_typed_secret() for _ in range(50)}) == 50


def test_the_pages_are_in_thai(look, client, certificate):
    assert THAI.search(text(look(certificate.code)))
    assert THAI.search(text(client.get(reverse("verify"))))
