"""Every type of page of the public site, with one of everything to show."""

from django.urls import reverse
from django.utils import translation

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
    "campaign_list": (),
    "campaign_detail": ("campaign",),
    "impact": (),
    "wall": (),
}
OF_THE_SITE = ("edition_list", "about", "privacy", "offline", "sign_in")
OF_A_CODE = {"registration_detail": "registration", "registration_cancel": "registration", "sign_up_detail": "sign_up"}


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
        found["pledge_detail"] = reverse("pledge_detail", args=[site.pledges["promised"].code])
        found["register"] = reverse("register", args=[year, site.sessions["free"].code])
        found["register for a full one"] = reverse("register", args=[year, site.sessions["full"].code])
        found["sign_up"] = reverse("sign_up", args=[year, site.shifts["free"].code])
        found["pledge"] = reverse("pledge", args=[year, site.campaign.slug])
        found["nothing fits"] = f"{found['programme']}?q=zzzzzzzz&zone=nowhere"
        found["home of a past expo"] = reverse("edition_home", args=[site.past.year])
        found["home of a cancelled expo"] = reverse("edition_home", args=[site.cancelled.year])
        found["programme of a cancelled expo"] = reverse("programme", args=[site.cancelled.year])
        found["no such page"] = f"{found['edition_home']}nothing/"
    return found
