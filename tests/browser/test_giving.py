"""A gift on a phone: from the list to the code for the exact amount, and the slip that says it is paid."""

import re

import pytest
from playwright.sync_api import expect

from donations.models import Pledge, Slip
from tests.browser.conftest import PHONE
from tests.donations.slip_pictures import mini_qr, slip_picture
from tests.factories import CampaignFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("browser_context_args", [PHONE], indirect=True, ids=["phone"])
def test_give_pay_and_send_in_the_slip(visitor, live_server, look):
    campaign = CampaignFactory()
    visitor.goto(f"{live_server.url}/{campaign.edition.year}/give/")
    promise(visitor, campaign, look)
    assert visitor.locator("main img.qr").evaluate("code => code.decode().then(() => code.naturalWidth > 100)")
    look("code")
    send_slip(visitor)
    look("in-review")
    assert Slip.objects.values_list("bank", "amount_satang", "state").get() == ("004", 30_000, "submitted")
    assert Pledge.objects.values_list("status", "nickname", "received_satang").get() == ("promised", "พี่หมี", 0)


def promise(visitor, campaign, look):
    """Choose a campaign and an amount, and fill in what unfolds."""
    visitor.get_by_role("link", name=campaign.name_th).click()
    visitor.locator(".amounts a[href$='amount=300']").click()

    expect(visitor.locator("[name=amount]")).to_have_value("300")
    expect(visitor.locator("[name=nickname]")).to_be_hidden()
    expect(visitor.locator("[name=tax_number]")).to_be_hidden()
    visitor.locator("[name=shown_as][value=nickname]").check()
    visitor.locator("[name=nickname]").fill("พี่หมี")
    visitor.locator("[name=publishing]").check()
    visitor.locator("[name=name]").fill("ชูใจ ให้สุข")
    visitor.locator("[name=email]").fill("chujai@example.org")
    visitor.locator("[name=consent]").check()
    look("form")
    visitor.locator("main form .button[type=submit]").click()

    expect(visitor).to_have_url(re.compile(r"/pledges/[\w-]{22}/$"))
    expect(visitor.locator("main img.qr")).to_be_visible()


def send_slip(visitor):
    """Send in the picture of a slip."""
    visitor.locator("a[href$='/slip/']").click()
    slip = {"name": "slip.png", "mimeType": "image/png", "buffer": slip_picture(mini_qr())}
    visitor.locator("[name=picture]").set_input_files(slip)
    visitor.locator("main form .button[type=submit]").click()

    expect(visitor).to_have_url(re.compile(r"/pledges/[\w-]{22}/$"))
    expect(visitor.locator("main img.qr")).to_have_count(0)
