"""The site with one of everything to show, and the way to every kind of page of it."""

import datetime as dt
from itertools import count

from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.links import link_for
from activities.models import Kind as ActivityKind
from activities.models import Registration, State, Way
from activities.passes import token_of
from organizations.models import Kind, Part, Sector
from reports.metrics import METRICS
from reports.models import PublishedFigure
from tests import factories as make
from tests.language.gifts import CAMPAIGNS, GIFTS, add_gifts
from tests.pages import typed
from volunteers.models import Certificate, Expertise, SignUp

numbers = count()
#: Whoever fills in a form has a name of the page's language.
NAMES = {"th": "ใจดี มีสุข", "en": "Jaidee Meesuk"}


class Site:
    """One of everything; ``language`` says in which language it is read."""

    def __init__(self, edition, language):
        self.edition = edition
        self.language = language
        self.zone = make.ZoneFactory(area_sqm=1500, is_area_sample=True, is_sample=True)
        self.organization = make.OrganizationFactory(website="https://kindness.example.org", is_sample=True)
        self.add_organizations()
        self.add_sessions()
        self.add_shifts()
        self.add_expertise()
        add_gifts(self, NAMES[language])
        self.add_other_editions()

    def add_organizations(self):
        """Add an organization of each kind and sector, in each part."""
        make.ParticipationFactory(organization=self.organization, zone=self.zone, part=Part.ZONE_LEAD, is_sample=True)
        for part in Part:
            make.ParticipationFactory(part=part, link="https://kindness.example.org/join")
        for kind in Kind:
            make.ParticipationFactory(organization=make.OrganizationFactory(kind=kind))
        for sector in Sector:
            make.ParticipationFactory(organization=make.OrganizationFactory(sector=sector))

    def add_sessions(self):
        """Add an activity of each kind, and a session of each standing."""
        for kind in ActivityKind:
            make.SessionFactory(activity=make.ActivityFactory(kind=kind, zone=self.zone, is_sample=True))
        self.activity = make.ActivityFactory(zone=self.zone, hosts=[self.organization], ways=list(Way))
        self.sessions = {name: self.session(hour, **given) for hour, (name, given) in enumerate(SESSIONS.items())}
        for name in ("full", "waiting list"):
            make.RegistrationFactory(session=self.sessions[name])
        who = {"party_size": 3, "person__name": NAMES[self.language]}
        self.registration = make.RegistrationFactory(session=self.sessions["free"], **who)
        make.PartyMemberFactory(registration=self.registration, name=NAMES[self.language])
        self.person = self.registration.person
        self.registrations = {status: self.registered(status) for status in Registration.Status}
        self.draw = make.DrawFactory(session=self.session(9, entry="draw"), **DRAWN)
        self.tour = self.session(9, entry="groups", smallest_party=5)
        coming = {"organization": self.organization, "party_size": 6, "note": NAMES[self.language]}
        self.group = make.RegistrationFactory(session=self.tour, status="requested", **coming)
        make.PartyMemberFactory(registration=self.group, name=NAMES[self.language])
        self.to_be_drawn = self.session(8, entry="draw", registration_closes_at=self.edition.moment(1, dt.time(9)))
        self.held = make.PassFactory(person=self.person, edition=self.edition)

    def registered(self, status):
        """Return a registration of a status; whom places are offered to has an offer."""
        session = make.SessionFactory(activity=make.ActivityFactory(zone=self.zone), has_waiting_list=False)
        queued_at = session.starts_at if status in {"waiting", "offered"} else None
        factory = make.WaitingFactory if status == "waiting" else make.RegistrationFactory
        row = factory(session=session, status=status, queued_at=queued_at)
        if status == "offered":
            make.OfferFactory(registration=row)
        return row

    def session(self, hour, **given):
        """Return a session of the activity in one of the edition's hours."""
        starts_at = self.edition.moment(1, dt.time(10 + hour))
        return make.SessionFactory(activity=self.activity, starts_at=starts_at, is_sample=True, **given)

    def add_shifts(self):
        """Add a shift of each standing."""
        needs = {"minimum_age": 18, "language": "both", "is_lifting": True, "is_standing": True}
        duty = make.DutyFactory(zone=self.zone, host=self.organization, is_sample=True, **needs)
        duty.needs.set([make.QualificationFactory(), make.QualificationFactory(kind="training")])
        self.duty = duty
        self.shifts = {
            name: make.ShiftFactory(duty=duty, starts_at=self.edition.moment(1, dt.time(8 + number)), **given)
            for number, (name, given) in enumerate(SHIFTS.items())
        }
        anybody = {"largest_party": 10, "capacity": 50, "briefing_th": "มาก่อนเวลา", "briefing_en": "Come early"}
        everywhere = make.DutyFactory(zone=None, contact_name=NAMES[self.language])
        self.shifts["anybody"] = make.ShiftFactory(duty=everywhere, **anybody)
        make.SignUpFactory(shift=self.shifts["full"])
        self.sign_up = make.SignUpFactory(shift=self.shifts["free"])
        self.add_sign_ups()

    def add_sign_ups(self):
        """Add a sign-up of each status, a group, a guardian who is asked and a stand-in who is sought."""
        who = {"person__name": NAMES[self.language]}
        self.sign_ups = {
            status: make.SignUpFactory(shift=make.ShiftFactory(duty__zone=self.zone), status=status, **who)
            for status in SignUp.Status
        }
        group = {"organization": self.organization, "party_size": 4}
        self.volunteers = make.SignUpFactory(shift=self.shifts["anybody"], **group)
        make.SignUpMemberFactory(sign_up=self.volunteers, name=NAMES[self.language])
        young = self.sign_ups["guardian"]
        self.consent = make.GuardianConsentFactory(person=young.person, expires_at=young.shift.starts_at)
        self.hand_over = make.HandOverFactory(sign_up=make.SignUpFactory(shift=make.ShiftFactory(duty__zone=self.zone)))

    def add_expertise(self):
        """Add an offer of each state, one of them answered and matched."""
        offered = {"words": NAMES[self.language], "answer": NAMES[self.language], "hours": 8, "zone": self.zone}
        self.offers = {state: make.ExpertiseFactory(state=state, **offered) for state in Expertise.State}
        self.matched = self.offers["matched"]
        make.MatchFactory(expertise=self.matched, organization=self.organization, outcome="used", hours=8)

    def add_other_editions(self):
        """Add an expo that is over, with what sources say of it, and one that was cancelled."""
        self.past = make.EditionFactory(year=2019, status="over", has_sample_rows=True, is_sample=True)
        make.ParticipationFactory(edition=self.past, organization=self.organization)
        for number, metric in enumerate(METRICS):
            qualifier = PublishedFigure.Qualifier.values[number % 3]
            make.PublishedFigureFactory(edition=self.past, metric=metric, qualifier=qualifier, source="example.org")
        zone = make.ZoneFactory(edition=self.past)
        self.past_activity = make.ActivityFactory(edition=self.past, zone=zone)
        make.SessionFactory(activity=self.past_activity)
        self.past_shift = make.ShiftFactory(duty=make.DutyFactory(edition=self.past, zone=zone))
        self.past_campaign = make.CampaignFactory(edition=self.past)
        self.add_certificates()
        self.cancelled = make.EditionFactory(year=2020, status="cancelled")

    def add_certificates(self):
        """Add people who served at the expo that is over: with a certificate of each kind, and without one."""
        who = {"person__name": NAMES[self.language], "approved_minutes": 90}
        self.served = make.SignUpFactory(shift=self.past_shift, **who)
        self.uncertified = make.SignUpFactory(shift=self.past_shift, **who)
        group = [[NAMES[self.language], 90]]
        self.certificate = make.CertificateFactory(edition=self.past, person=self.served.person, members=group)
        self.nameless = make.CertificateFactory(edition=self.past, name="")
        later = self.certificate.issued_at + dt.timedelta(days=1)
        self.revoked = {
            reason: make.CertificateFactory(edition=self.past, revoked_at=later, revoked_reason=reason)
            for reason in Certificate.Reason
        }

    def address(self, name, *args):
        """Return the address of a page in the language."""
        with translation.override(self.language):
            return reverse(name, args=args)

    def contact(self, **answers):
        """Return a contact form, filled in by somebody new."""
        return typed(**{"name": NAMES[self.language], "email": f"new-{next(numbers)}@example.org", **answers})


SESSIONS = {
    "free": {},
    "one left": {"capacity": 1},
    "full": {"capacity": 1, "has_waiting_list": False},
    "waiting list": {"capacity": 1},
    "approval": {"entry": "approval"},
    "draw": {"entry": "draw"},
    "groups": {"entry": "groups"},
    "kept": {"hold_minutes": 10},
    "open door": {"open_door": True},
    "cancelled": {"state": State.CANCELLED},
    "not yet": {"registration_opens_at": dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)},
    "closed": {"registration_closes_at": dt.datetime(2026, 11, 1, 3, tzinfo=dt.UTC)},
}
DRAWN = {
    "entries": [[f"ABCD234{number}", 2] for number in range(4)],
    "outcome": [[f"ABCD234{number}", way] for number, way in enumerate(("confirmed", "waiting", "clash", "lost"))],
}
SHIFTS = {"free": {}, "full": {"capacity": 1}, "cancelled": {"state": State.CANCELLED}}


def read(name, /, *args, query=""):
    """Return the way to a page that is only read."""
    return lambda site, client: client.get(site.address(name, *(arg(site) for arg in args)) + query)


def sent(name, /, *args, **answers):
    """Return the way to what a contact form answers."""
    return lambda site, client: client.post(
        site.address(name, *(arg(site) for arg in args)), site.contact(**answers), follow=True
    )


def year(site):
    """Return the usual edition's year."""
    return site.edition.year


def last_year(site):
    """Return the year of the expo that is over."""
    return site.past.year


def of(path, key=None):
    """Return a way to a part of the site: ``of("shifts", "full")`` is that shift's code."""

    def look_up(site):
        thing = getattr(site, path) if key is None else getattr(site, path)[key]
        return getattr(thing, "slug", None) or thing.code

    return look_up


def page_of_a_taken_back(name, action):
    """Return the way to the page of something after its ``action`` was confirmed."""

    def way(site, client):
        row = getattr(site, name)
        return client.post(site.address(action, row.code), follow=True)

    return way


def late_cancellation(site, client):
    """Take back a registration for a session that has begun."""
    begun = site.registration.session
    begun.starts_at -= dt.timedelta(days=60)
    begun.save()
    return client.post(site.address("registration_cancel", site.registration.code))


def guardian_twice(site, client):
    """Answer a guardian's link a second time."""
    address = site.address("guardian", site.consent.code)
    client.post(address, {"answer": "give"})
    return client.post(address, {"answer": "refuse"})


def form_without_cookie(site, _client):
    """Send a form from a browser that keeps no cookies."""
    return Client(enforce_csrf_checks=True).post(site.address("pledge", site.edition.year, site.campaign.slug))


def token_of_pass(site):
    """Return the token of the pass that stands in its QR code."""
    return token_of(site.held.code)


def token_of_link(site):
    """Return the token of the link that mails to the person end with."""
    return link_for(site.person, email=site.person.email, last_day=site.edition.ends_on)


def own(way):
    """Return a way that is gone after one has come in by the link of a mail."""

    def signed_in(site, client):
        client.post(site.address("open_my_page", token_of_link(site)))
        return way(site, client)

    return signed_in


def at_the_board(query=""):
    """Return the way to the figures of the board, which coordinators see."""

    def way(site, client):
        client.force_login(make.UserFactory(is_superuser=True))
        page = client.get(site.address("shift_board_staff", site.edition.year) + query)
        client.logout()
        return page

    return way


#: How one comes to each kind of page, and what it answers.
PAGES = {
    "about": (200, read("about")),
    "editions": (200, read("edition_list")),
    "privacy": (200, read("privacy")),
    "home": (200, read("edition_home", year)),
    "home of a past expo": (200, read("edition_home", last_year)),
    "home of a cancelled expo": (200, read("edition_home", lambda site: site.cancelled.year)),
    "floor map": (200, read("floor_map", year)),
    "floor map of another time": (200, read("floor_map", year, query="?day=2026-12-02&at=13:30")),
    "floor map of nonsense": (200, read("floor_map", year, query="?day=%C2%BF&at=x")),
    "floor map of a past expo": (200, read("floor_map", last_year)),
    "floor map of a cancelled expo": (200, read("floor_map", lambda site: site.cancelled.year)),
    "now": (200, read("now", year)),
    "now of a past expo": (200, read("now", last_year)),
    "wall": (200, read("wall", year)),
    "wall of a past expo": (200, read("wall", last_year)),
    "zones": (200, read("zone_list", year)),
    "no zones": (200, read("zone_list", lambda site: site.cancelled.year)),
    "zone": (200, read("zone_detail", year, of("zone"))),
    "organizations": (200, read("organization_list", year)),
    "more organizations": (200, read("organization_list", year, query="?page=2&sector=civil_society")),
    "no organization": (200, read("organization_list", year, query="?q=%C2%BF")),
    "organization": (200, read("organization_detail", year, of("organization"))),
    "programme": (200, read("programme", year)),
    "whole programme": (200, read("programme", year, query="?day=all")),
    "empty programme": (200, read("programme", year, query="?q=%C2%BF&kind=game&way=daily")),
    "programme of no day": (200, read("programme", year, query="?day=2019-10-10")),
    "programme of nonsense": (200, read("programme", year, query="?day=%C2%BF&kind=0&zone=0&way=0")),
    "activity": (200, read("activity_detail", year, of("activity"))),
    "past activity": (200, read("activity_detail", last_year, of("past_activity"))),
    "draw": (200, read("session_draw", year, lambda site: site.draw.session.code)),
    "draw to come": (200, read("session_draw", year, of("to_be_drawn"))),
    "shifts": (200, read("shift_list", year)),
    "no shifts": (200, read("shift_list", year, query="?q=%C2%BF&groups=1")),
    "shifts of nonsense": (200, read("shift_list", year, query="?day=%C2%BF&zone=0&skill=0&short=0")),
    "past shifts": (200, read("shift_list", last_year)),
    "no shifts at all": (200, read("shift_list", lambda site: site.cancelled.year)),
    "board": (200, read("shift_board", year)),
    "past board": (200, read("shift_board", last_year)),
    "duty": (200, read("duty_detail", year, of("duty"))),
    "past duty": (200, read("duty_detail", last_year, lambda site: site.past_shift.duty.slug)),
    "figures of the board": (200, at_the_board()),
    "figures of one field": (200, at_the_board("?day=all&zone=whole-expo&time=morning")),
    "campaigns": (200, read("campaign_list", year)),
    "no campaigns": (200, read("campaign_list", lambda site: site.cancelled.year)),
    "campaign": (200, read("campaign_detail", year, of("campaign"))),
    "past campaign": (200, read("campaign_detail", last_year, of("past_campaign"))),
    **{f"campaign: {name}": (200, read("campaign_detail", year, of("campaigns", name))) for name in CAMPAIGNS},
    "campaign for things": (200, read("campaign_detail", year, of("things"))),
    "outcomes": (200, read("impact", year)),
    "outcomes of a past expo": (200, read("impact", last_year)),
    **{f"register: {name}": (200, read("register", year, of("sessions", name))) for name in SESSIONS},
    "sign up": (200, read("sign_up", year, of("shifts", "free"))),
    "sign up: full": (200, read("sign_up", year, of("shifts", "full"))),
    "sign up: cancelled": (200, read("sign_up", year, of("shifts", "cancelled"))),
    "sign up: past": (200, read("sign_up", last_year, of("past_shift"))),
    "sign up as a group": (200, read("sign_up_group", year, of("shifts", "anybody"))),
    "empty group of volunteers": (200, sent("sign_up_group", year, of("shifts", "anybody"), name="", consent="")),
    "shifts that need a stand-in": (200, read("stand_in_list", year)),
    "no shift that needs a stand-in": (200, read("stand_in_list", last_year)),
    "stand in": (200, read("hand_over", of("hand_over"))),
    "look for a stand-in": (200, read("seek_stand_in", of("sign_ups", "confirmed"))),
    "stand-in is sought": (200, read("sign_up_detail", lambda site: site.hand_over.sign_up.code)),
    "guardian": (200, read("guardian", of("consent"))),
    "guardian has answered": (409, guardian_twice),
    "guardian again": (200, read("guardian_again", of("sign_ups", "guardian"))),
    "group of volunteers": (200, read("sign_up_detail", of("volunteers"))),
    "people of a group of volunteers": (200, read("sign_up_group_party", of("volunteers"))),
    "list of a group of volunteers": (200, read("sign_up_group_list", of("volunteers"))),
    **{f"sign-up: {status}": (200, read("sign_up_detail", of("sign_ups", status))) for status in SignUp.Status},
    "leave a shift's waiting list": (200, read("sign_up_cancel", of("sign_ups", "waiting"))),
    "take back a request for a shift": (200, read("sign_up_cancel", of("sign_ups", "requested"))),
    "waiting for a shift": (200, sent("sign_up", year, of("shifts", "full"), wait="1", is_of_age="")),
    "expertise": (200, read("expertise", year)),
    "past expertise": (200, read("expertise", last_year)),
    "offer expertise": (200, read("expertise_offer", year)),
    "offer expertise: past": (200, read("expertise_offer", last_year)),
    "empty offer of expertise": (200, sent("expertise_offer", year, name="", email="", consent="", kind="")),
    "wrong offer of expertise": (200, sent("expertise_offer", year, kind="hours", hours="0", words="x" * 2001)),
    "expertise without hours": (200, sent("expertise_offer", year, kind="hours", words="x")),
    "late offer of expertise": (409, sent("expertise_offer", last_year, kind="skill", words="x")),
    **{f"offer: {state}": (200, read("expertise_detail", of("offers", state))) for state in Expertise.State},
    "change an offer": (200, read("expertise_change", of("matched"))),
    "withdraw an offer": (200, read("expertise_withdraw", of("offers", "new"))),
    "withdraw a matched offer": (200, read("expertise_withdraw", of("matched"))),
    "look a certificate up": (200, read("verify")),
    "reference instead of a code": (200, sent("verify", code="ABCD2347")),
    "no code": (200, sent("verify", code="0")),
    "certificate": (200, read("verify_code", of("certificate"))),
    "certificate without its name": (200, read("verify_code", of("nameless"))),
    **{
        f"revoked certificate: {reason}": (200, read("verify_code", of("revoked", reason)))
        for reason in Certificate.Reason
    },
    "no such certificate": (404, read("verify_code", lambda _site: "nothing")),
    "my certificate": (200, read("my_certificate", of("served"))),
    "my certificate to be made": (200, read("my_certificate", of("uncertified"))),
    "no certificate yet": (200, read("my_certificate", of("sign_up"))),
    "pledge": (200, read("pledge", year, of("campaign"))),
    "pledge: past": (200, read("pledge", last_year, of("past_campaign"))),
    "group to register": (200, read("register_group", year, of("tour"))),
    "empty group": (200, sent("register_group", year, of("tour"), name="", email="", consent="")),
    "new organization": (200, sent("register_group", year, of("tour"), organization="Zz")),
    "too many names": (
        409,
        sent("group_party", of("group"), party_size="6", names="a\nb\nc\nd\ne\nf\ng", note=""),
    ),
    "larger group": (409, sent("group_party", of("group"), party_size="7", names="", note="")),
    "names twice": (200, sent("group_party", of("group"), party_size="5", names="x\nx", note="")),
    "no file of names": (200, sent("group_party", of("group"), read="1")),
    "group": (200, read("registration_detail", of("group"))),
    "party of a group": (200, read("group_party", of("group"))),
    "list of a group": (200, read("group_list", of("group"))),
    "registration": (200, read("registration_detail", of("registration"))),
    **{
        f"registration: {status}": (200, read("registration_detail", of("registrations", status)))
        for status in Registration.Status
    },
    "party": (200, read("registration_party", of("registration"))),
    "leave a waiting list": (200, read("registration_cancel", of("registrations", "waiting"))),
    "take back a request": (200, read("registration_cancel", of("registrations", "requested"))),
    "places kept": (200, sent("keep_places", year, of("sessions", "kept"), party_size="2")),
    "too many places kept": (409, sent("keep_places", year, of("sessions", "kept"), party_size="99")),
    "queued": (200, sent("register", year, of("sessions", "waiting list"), party_size="1", wait="1")),
    "cancel a registration": (200, read("registration_cancel", of("registration"))),
    "registration taken back": (200, page_of_a_taken_back("registration", "registration_cancel")),
    "sign-up": (200, read("sign_up_detail", of("sign_up"))),
    "cancel a sign-up": (200, read("sign_up_cancel", of("sign_up"))),
    "sign-up taken back": (200, page_of_a_taken_back("sign_up", "sign_up_cancel")),
    **{
        f"pledge: {name}": (200, read("pledge_detail", of("pledges", name)))
        for name in ("promised", "paid", "withdrawn", "expired")
    },
    "slip in review": (200, read("pledge_detail", of("in_review"))),
    "pledge in parts": (200, read("pledge_detail", of("in_parts"))),
    "slip": (200, read("slip_send", of("pledges", "promised"))),
    "empty slip": (200, sent("slip_send", of("pledges", "promised"), amount="", reference="")),
    "wrong slip": (200, sent("slip_send", of("pledges", "promised"), amount="1e3", reference="!", bank="x")),
    "slip sent before": (409, sent("slip_send", of("slip_again"), amount="500", reference="REF12345")),
    "acknowledgement": (200, read("acknowledgement_detail", of("paper"))),
    **{f"pledge: {name}": (200, read("pledge", year, of("campaigns", name))) for name in CAMPAIGNS},
    "change a pledge": (200, read("pledge_change", of("pledges", "promised"))),
    "wrong change of a pledge": (200, sent("pledge_change", of("pledges", "promised"), amount="x", wants_paper="on")),
    "change to too much": (409, sent("pledge_change", of("pledges", "promised"), amount="3000000")),
    "wrong wishes": (200, sent("pledge", year, of("campaign"), amount="5", shown_as="nickname", tax_number="1")),
    "wrong paper": (200, sent("pledge", year, of("campaign"), amount="5", wants_paper="on", message="x", name="")),
    "too many parts": (409, sent("pledge", year, of("campaign"), amount="5", instalments="12")),
    "give things": (200, read("give_in_kind", year, of("things"))),
    "give hours": (200, read("give_in_kind", year, of("hours"))),
    "empty gift": (200, sent("give_in_kind", year, of("things"), quantity="", what="", consent="")),
    "wrong gift": (200, sent("give_in_kind", year, of("things"), quantity="0", what="x" * 201, email="@")),
    "gift promised": (200, sent("give_in_kind", year, of("hours"), quantity="3", what="x")),
    **{f"gift: {name}": (200, read("in_kind_detail", of("gifts", name))) for name in GIFTS},
    "withdraw a gift": (200, read("in_kind_withdraw", of("gifts", "promised"))),
    "withdraw a pledge": (200, read("pledge_withdraw", of("pledges", "promised"))),
    "registered": (200, sent("register", year, of("sessions", "free"), party_size="2")),
    "signed up": (200, sent("sign_up", year, of("shifts", "anybody"), is_of_age="on")),
    "pledged": (200, sent("pledge", year, of("campaign"), amount="500")),
    "empty registration": (
        200,
        sent("register", year, of("sessions", "free"), name="", email="", consent="", party_size=""),
    ),
    "wrong registration": (
        200,
        sent("register", year, of("sessions", "free"), name="x" * 201, email="@", phone="12", party_size="0", key="k"),
    ),
    "unreadable registration": (200, sent("register", year, of("sessions", "free"), name="a\0b", party_size="9" * 40)),
    "refused registration": (409, sent("register", year, of("sessions", "one left"), party_size="2")),
    "registration for too many": (409, sent("register", year, of("sessions", "free"), party_size="11")),
    "registration without need": (409, sent("register", year, of("sessions", "open door"), party_size="1")),
    "late registration": (409, sent("register", year, of("sessions", "closed"), party_size="1")),
    "empty sign-up": (200, sent("sign_up", year, of("shifts", "free"), name="", email="", consent="")),
    "refused sign-up": (409, sent("sign_up", year, of("shifts", "free"), is_of_age="on")),
    "sign-up for a full shift": (409, sent("sign_up", year, of("shifts", "full"), is_of_age="on")),
    "sign-up of a child": (409, sent("sign_up", year, of("shifts", "free"), born_on="1/1/2560")),
    "sign-up of somebody not born": (200, sent("sign_up", year, of("shifts", "free"), born_on="1/1/2599")),
    "empty pledge": (200, sent("pledge", year, of("campaign"), amount="", consent="")),
    "wrong pledge": (200, sent("pledge", year, of("campaign"), amount="1.234", phone="x")),
    "pledge of too much": (409, sent("pledge", year, of("campaign"), amount="3000000")),
    "late cancellation": (409, late_cancellation),
    "form without its cookie": (403, form_without_cookie),
    "nothing": (404, read("zone_detail", year, lambda _site: "nowhere")),
    "no such year": (404, read("edition_home", lambda _site: 1999)),
    "link of a mail": (200, read("open_my_page", token_of_link)),
    "link of a mail that is over": (404, read("open_my_page", lambda _site: "A" * 38)),
    "my page": (200, own(read("me"))),
    "new pass": (200, own(read("renew_pass", year))),
    "first pass": (200, own(read("renew_pass", last_year))),
    "pass read by a camera": (200, read("pass", token_of_pass)),
    "no pass of ours": (404, read("pass", lambda _site: "A" * 39)),
    "nobody's registration": (404, read("registration_detail", lambda _site: "A" * 22)),
}
