// Finding somebody by name: asked of the server, and without it of the list on this device.

import { folded } from "./reading.js";
import { scan } from "./scanning.js";
import { ask } from "./sending.js";
import { allEntries } from "./store.js";
import { clock, element, say } from "./words.js";

const SHORTEST = 2;
const MOST = 30;
const PAUSE = 250; // after the last letter

const panel = document.getElementById("people");
const field = panel.querySelector("input");
const line = panel.querySelector("[data-line]");
const place = panel.querySelector("[data-found]");
let desk;
let pause;
let turn = 0;

async function onDevice(q) {
  const wanted = folded(q);
  const found = (await allEntries()).filter(({ name, reference }) => folded(name).includes(wanted) || reference === q.toUpperCase());
  return found.sort((one, other) => one.name.localeCompare(other.name, "th"));
}

async function look() {
  const q = field.value.trim();
  const mine = (turn += 1);
  if (q.length < SHORTEST) return tell("", []);
  let people;
  let more = "";
  try {
    const answer = await ask(desk.urls.people, { q, session: desk.sessions.map(({ code }) => code) }, 4000);
    people = answer.people;
    if (answer.isNear) more = say("near");
  } catch {
    people = await onDevice(q);
    more = say("found-on-device");
  }
  if (mine !== turn) return undefined; // the next letter was typed meanwhile
  return tell(people.length ? more : say("nobody-found"), people);
}

function tell(words, people) {
  line.textContent = words;
  place.replaceChildren(...people.slice(0, MOST).map(row));
  if (people.length > MOST) line.textContent = say("many-found", { count: MOST });
}

function row(person) {
  const session = desk.sessions.find(({ code }) => code === person.session);
  const isConfirmed = person.status === "confirmed";
  const isIn = isConfirmed && person.in >= person.size;
  const standing = !isConfirmed ? (person.statusText ?? say("not_confirmed")) : isIn ? say("already_in") : "";
  const facts = [
    session && desk.sessions.length > 1 ? `${clock(session.startsAt)} ${session.name}` : "",
    person.size > 1 ? say("of-party", { in: person.in, size: person.size }) : "",
    person.phone ?? "",
    person.reference,
  ];
  const button = element(
    "button",
    "desk-person",
    element("strong", "", person.name),
    element("span", "meta", facts.filter(Boolean).join(" · ")),
    standing ? element("span", `badge badge-${isIn ? "good" : "warn"}`, standing) : "",
  );
  button.type = "button";
  button.addEventListener("click", () => scan(person.reference));
  return element("li", "", button);
}

export function begin(facts) {
  desk = facts;
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(look, PAUSE);
  });
  panel.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
}

// What was found is asked for anew once somebody was let in.
export const refresh = () => (field.value && !panel.hidden ? look() : undefined);
