"""Which pages are asked: one of every kind, of the coming edition, in Thai."""

from django.urls import reverse

from activities.models import Activity, Entry, Session
from donations.models import Campaign
from organizations.models import Organization
from volunteers.models import Duty, Shift
from zones.models import Edition

PAST = 2019


def coming() -> Edition:
    """Return the sample edition that is open."""
    return Edition.objects.open().get(is_sample=True)


def page(name: str, *words: str | int) -> str:
    """Return an address of the coming edition."""
    return reverse(name, args=(coming().year, *words))


def home() -> str:
    """Return the address of the coming expo's home."""
    return page("edition_home")


def activity() -> Activity:
    """Return an activity that one registers for."""
    found = Session.objects.public().of(coming()).filter(entry=Entry.REGISTRATION).order_by("pk").first()
    if found is None:
        raise SystemExit("The coming edition has no programme to show.")
    return found.activity


def asked_pages() -> dict[str, str]:
    """Return the pages whose speed is measured, by their names in the table."""
    zone = coming().zones.first()
    return {
        "home": home(),
        "programme": page("programme"),
        "programme, all days": f"{page('programme')}?day=all",
        "grid": page("programme_grid"),
        "one zone": page("zone_detail", zone.slug if zone else ""),
        "one activity": page("activity_detail", activity().slug),
        "map": page("floor_map"),
        "now": page("now"),
        "organizations": page("organization_list"),
        **volunteering(),
        "give": page("campaign_list"),
        f"impact of {PAST}": reverse("impact", args=[PAST]),
        "schedule JSON": page("programme_json"),
        "schedule iCalendar": page("programme_ics"),
    }


def volunteering() -> dict[str, str]:
    """Return the pages of volunteers: of the sample edition, and of the one whose board is full."""
    duty = Duty.objects.of(coming()).first()
    full = Edition.objects.open().exclude(pk=coming().pk).first()
    pages = {
        "volunteer": page("shift_list"),
        "volunteer, all days": f"{page('shift_list')}?day=all",
        "volunteer board": page("shift_board"),
        "one duty": page("duty_detail", duty.slug if duty else ""),
    }
    if full:
        pages |= {
            "shifts of 1,200": reverse("shift_list", args=[full.year]),
            "board of 1,200 shifts": reverse("shift_board", args=[full.year]),
        }
    return pages


def machine_lists() -> dict[str, str]:
    """Return the lists that programs ask."""
    return {"API: sessions": f"/api/v1/sessions/?edition={coming().year}"}


def visited_pages() -> dict[str, str]:
    """Return every kind of page that a visitor may come to first, by its name in the table."""
    organization = Organization.objects.partners_of(coming()).first()
    campaign = Campaign.objects.of(coming()).first()
    session = activity().sessions.first()
    shift = Shift.objects.on_programme().of(coming()).first()
    if not (organization and campaign and session and shift):
        raise SystemExit("The coming edition lacks rows to show.")
    files = ("schedule JSON", "schedule iCalendar")
    more = {
        "zones": page("zone_list"),
        "one organization": page("organization_detail", organization.slug),
        "one campaign": page("campaign_detail", campaign.slug),
        "wall": page("wall"),
        "register": page("register", session.code),
        "sign up": page("sign_up", shift.code),
        "pledge": page("pledge", campaign.slug),
        f"home of {PAST}": reverse("edition_home", args=[PAST]),
        f"programme of {PAST}": f"{reverse('programme', args=[PAST])}?day=all",
        "editions": reverse("edition_list"),
        "about": reverse("about"),
        "privacy": reverse("privacy"),
        "favourites": page("favourites"),
        "my page": reverse("me"),
        "sign in": reverse("sign_in"),
        "not found": f"{home()}nothing/",
    }
    return {name: path for name, path in asked_pages().items() if name not in files} | more
