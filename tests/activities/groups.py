"""How an organization fills in the form for groups, and what its pages say."""

from html import unescape
from uuid import uuid4

from django.urls import reverse

from tests import factories as make
from tests.common.sheet_files import workbook
from tests.pages import typed

FILE = workbook(["ลำดับ", "ชื่อ-สกุล"], [1, "สมชาย ใจดี"], [2, "สมหญิง ใจงาม"])


def form_of(session):
    """Return the address of a session's form for groups, in the active language."""
    return reverse("register_group", args=[session.edition.year, session.code])


def register(client, session, **answers):
    """Send the form as a leader fills it in for ten people of the school."""
    usual = {"organization": "โรงเรียนวัดสุขใจ", "phone": "0812345678", "party_size": "10", "names": "", "note": ""}
    return client.post(form_of(session), typed(**{**usual, **answers}))


def page_of(row, name="group_party"):
    """Return an address of a group, in the active language."""
    return reverse(name, args=[row.code])


def change(client, row, **answers):
    """Send the form of a group that is registered."""
    usual = {"key": str(uuid4()), "party_size": str(row.party_size), "names": "", "note": ""}
    return client.post(page_of(row), {**usual, **answers})


def box(response, field="names"):
    """Return what stands in a box of the page's form."""
    page = response.content.decode()
    return unescape(
        page.partition(f'<textarea name="{field}"')[2].partition(">")[2].partition("</textarea>")[0]
    ).strip()


def group(tour, size=10, **given):
    """Return a group that asks for places."""
    return make.RegistrationFactory(
        session=tour, status="requested", party_size=size, organization=make.OrganizationFactory(), **given
    )
