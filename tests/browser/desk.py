"""What tests of the desk's screen share: who stands there, what comes to the door, and what the device holds."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.test import Client
from django.urls import reverse

from activities.models import CheckIn, Session
from activities.passes import pass_address
from tests.factories import AppointmentFactory, PassFactory, RegistrationFactory, SessionFactory

#: What the device holds of a store.
STORE = """(name) => new Promise((resolve) => {
  const open = indexedDB.open("desk");
  open.onsuccess = () => {
    const rows = open.result.transaction(name).objectStore(name).getAll();
    rows.onsuccess = () => { open.result.close(); resolve(rows.result); };
  };
})"""
#: Every word that the device keeps outside of that.
ELSEWHERE = """async () => {
  const kept = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const found = await cache.match(request);
      if (!/font|image/.test(found.headers.get("Content-Type"))) kept.push(request.url, await found.text());
    }
  }
  return kept.join("\\n");
}"""
#: Waits until the service worker has kept the page of the desk and its files.
KEPT = """async () => {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await caches.match(location.href, { cacheName: "desk" })) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}"""
#: Pixels of a module of the code, and of the picture's sides.
MODULE, WIDE, HIGH = 10, 640, 480


@dataclass
class Door:
    """A session and who stands at its door."""

    session: Session
    user: object
    base: str

    def address(self, *others, language=""):
        """Return the address of the desk at this session and at others."""
        codes = "&".join(f"session={session.code}" for session in (self.session, *others))
        gate = f"gate={self.session.activity.zone.slug}"
        return f"{self.base}{language}/desk/at/?edition={self.session.edition.year}&{codes}&{gate}"

    def let_in(self, context):
        """Sign the user in, in a browser."""
        client = Client()
        client.force_login(self.user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.base}])

    def party(self, size=1, name="ใจดี มีสุข", **facts):
        """Add a registration at this session, with a pass."""
        row = RegistrationFactory(session=facts.pop("session", self.session), party_size=size, name=name, **facts)
        PassFactory(person=row.person, edition=row.session.edition)
        return row


def new_door(live_server):
    """Return a session at whose door a helper stands."""
    session = SessionFactory(capacity=20, activity__name_th="ซ่อมของเก่า", activity__name_en="Mend It")
    appointed = AppointmentFactory(
        role="desk", zone=session.activity.zone, edition=session.edition, user__is_staff=False
    )
    return Door(session, appointed.user, live_server.url)


def pass_text(registration):
    """Return what the QR code of somebody's pass holds."""
    return pass_address(registration.person.passes.get().code)


def opened(page, address):
    """Open the desk and wait until it has its list."""
    page.goto(address)
    page.locator("[data-list].chip-good").wait_for()


def choose_tab(page, name):
    """Go to a part of the desk."""
    page.locator(f"[data-tab={name}]").click()


def type_reference(page, reference):
    """Type a reference."""
    choose_tab(page, "scan")
    page.locator("#typing").evaluate("typing => (typing.open = true)")
    page.locator("#reference").fill(reference)


def scan_by_wire(page, text):
    """Type a code as a scanner on a cable does."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def next_one(page):
    """Put the answer away."""
    page.locator("#answer [data-actions] button").first.click()


def welcomes():
    """Return the check-ins that let somebody in."""
    return list(CheckIn.objects.filter(result="welcome").order_by("pk"))


def film_of(text, path):
    """Write what a camera sees that looks at a QR code: raw video, which Chromium shows again and again."""
    code = segno.make(text, error="m", micro=False)
    side = (code.symbol_size()[0]) * MODULE
    left, top = (WIDE - side) // 2, (HIGH - side) // 2
    light = bytearray(b"\xeb" * WIDE * HIGH)
    for row, modules in enumerate(code.matrix_iter(border=4)):
        for column, is_dark in enumerate(modules):
            for y in range(MODULE):
                begin = (top + row * MODULE + y) * WIDE + left + column * MODULE
                light[begin : begin + MODULE] = (b"\x10" if is_dark else b"\xeb") * MODULE
    colour = b"\x80" * (WIDE * HIGH // 2)
    header = f"YUV4MPEG2 W{WIDE} H{HIGH} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(header + (b"FRAME\n" + bytes(light) + colour) * 3)
    return path


def list_address(door):
    """Return where the list comes from, for tests that are in its way."""
    return f"**{reverse('desk_list')}*"
