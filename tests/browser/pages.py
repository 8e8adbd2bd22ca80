"""Every type of page of the public site, with one of everything to show."""

from django.urls import reverse
from django.utils import translation

from tests.language.site import token_of_link, token_of_pass

#: Name of the address, and what of the site it is about.
OF_AN_EDITION = {
    "edition_home": (),
    "now": (),
    "floor_map": (),
    "zone_list": (),
    "zone_detail": ("zone",),
    "programme": (),
    "programme_grid": (),
    "activity_detail": ("activity",),
    "favourites": (),
    "organization_list": (),
    "organization_detail": ("organization",),
    "shift_list": (),
    "stand_in_list": (),
    "shift_board": (),
    "duty_detail": ("duty",),
    "expertise": (),
    "expertise_offer": (),
    "campaign_list": (),
    "campaign_detail": ("campaign",),
    "impact": (),
    "wall": (),
}
OF_THE_SITE = ("edition_list", "about", "privacy", "offline", "sign_in", "desk_sign_in", "verify")
OF_A_CODE = {
    "registration_detail": "registration",
    "registration_party": "registration",
    "registration_cancel": "registration",
    "sign_up_detail": "sign_up",
    "sign_up_here": "sign_up",
    "sign_up_cancel": "sign_up",
    "sign_up_group_party": "volunteers",
    "sign_up_group_list": "volunteers",
    "guardian": "consent",
    "hand_over": "hand_over",
    "my_certificate": "served",
    "verify_code": "certificate",
    "expertise_detail": "matched",
    "expertise_change": "matched",
    "expertise_withdraw": "matched",
}


def addresses(site):
    """Return the address of each page type in the site's language, by name."""
    year = site.edition.year
    with translation.override(site.language):
        found = {
            name: reverse(name, args=[year, *(getattr(site, key).slug for key in about)])
            for name, about in OF_AN_EDITION.items()
        }
        found |= {name: reverse(name) for name in OF_THE_SITE}
        found |= {name: reverse(name, args=[getattr(site, key).code]) for name, key in OF_A_CODE.items()}
        found |= registering(site) | of_a_group(site) | of_draws(site)
        found |= of_volunteers(site) | of_pledges(site)
        found["pledge"] = reverse("pledge", args=[year, site.campaign.slug])
        found["pass"] = reverse("pass", args=[token_of_pass(site)])
        found["pass that is none"] = reverse("pass", args=["nothing"])
        found["open_my_page"] = reverse("open_my_page", args=[token_of_link(site)])
        found["open_my_page too late"] = reverse("open_my_page", args=["nothing"])
        found["nothing fits"] = f"{found['programme']}?q=zzzzzzzz&zone=nowhere"
        for which in ("past", "cancelled"):
            found[f"home of a {which} expo"] = reverse("edition_home", args=[getattr(site, which).year])
        found["programme of a cancelled expo"] = reverse("programme", args=[site.cancelled.year])
        found["no such page"] = f"{found['edition_home']}nothing/"
    return found


def registering(site):
    """Return the addresses of the forms of sessions and of registrations, by name."""
    forms = {
        "register": "free",
        "register for a full one": "full",
        "register to wait": "waiting list",
        "register to ask": "approval",
        "register for a draw": "draw",
        "register alone for groups": "groups",
        "register with places kept": "kept",
    }
    found = {
        name: reverse("register", args=[site.edition.year, site.sessions[key].code]) for name, key in forms.items()
    }
    return found | {
        f"registration: {status}": reverse("registration_detail", args=[row.code])
        for status, row in site.registrations.items()
    }


#: States in which the page of a sign-up shows a part of its own.
STATES = ("guardian", "waiting", "offered")


def of_volunteers(site):
    """Return the addresses of the forms of shifts and of sign-ups in every state, by name."""
    forms = {"sign_up": "free", "sign_up to wait": "full", "sign_up for anybody": "anybody"}
    found = {name: reverse("sign_up", args=[site.edition.year, site.shifts[key].code]) for name, key in forms.items()}
    found["sign_up_group"] = reverse("sign_up_group", args=[site.edition.year, site.shifts["anybody"].code])
    for name, status in (("guardian_again", "guardian"), ("seek_stand_in", "confirmed")):
        found[name] = reverse(name, args=[site.sign_ups[status].code])
    sought = reverse("sign_up_detail", args=[site.hand_over.sign_up.code])
    of_group = reverse("sign_up_detail", args=[site.volunteers.code])
    return (
        found
        | {"sign_up_detail sought": sought, "sign_up_detail of a group": of_group}
        | {f"sign-up: {name}": reverse("sign_up_detail", args=[site.sign_ups[name].code]) for name in STATES}
    )


def of_pledges(site):
    """Return the addresses of pledges in every state, and of what is done about one, by name."""
    names = ("pledge_detail", "pledge_withdraw", "pledge_change", "slip_send")
    rows = {"in review": site.in_review, "in parts": site.in_parts}
    found = {name: reverse(name, args=[site.pledges["promised"].code]) for name in names}
    found |= of_gifts_in_kind(site)
    found["acknowledgement_detail"] = reverse("acknowledgement_detail", args=[site.paper.code])
    return found | {f"pledge_detail {name}": reverse("pledge_detail", args=[row.code]) for name, row in rows.items()}


def of_gifts_in_kind(site):
    """Return the addresses of campaigns as they stand, and of gifts of things, by name."""
    year = site.edition.year
    found = {name: reverse(name, args=[site.gifts["promised"].code]) for name in ("in_kind_detail", "in_kind_withdraw")}
    found["in_kind_detail received"] = reverse("in_kind_detail", args=[site.gifts["received"].code])
    found["give_in_kind"] = reverse("give_in_kind", args=[year, site.things.slug])
    found["pledge with a new payee"] = reverse("pledge", args=[year, site.campaigns["moved"].slug])
    shown = {"things": site.things, **{name: site.campaigns[name] for name in ("ended", "full", "moved")}}
    return found | {
        f"campaign_detail {name}": reverse("campaign_detail", args=[year, row.slug]) for name, row in shown.items()
    }


def of_a_group(site):
    """Return the addresses of a group's pages, by name."""
    found = {name: reverse(name, args=[site.group.code]) for name in ("group_party", "group_list")}
    found["register_group"] = reverse("register_group", args=[site.edition.year, site.tour.code])
    found["registration_detail of a group"] = reverse("registration_detail", args=[site.group.code])
    return found


def of_draws(site):
    """Return the addresses of a draw that was held and of one to come, by name."""
    draws = {"session_draw": site.draw.session, "session_draw to come": site.to_be_drawn}
    return {name: reverse("session_draw", args=[site.edition.year, session.code]) for name, session in draws.items()}
