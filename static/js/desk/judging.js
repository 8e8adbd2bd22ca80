// What a scan comes to without the server: by the list on this device and by what waits to be sent.
//
// The same rules as activities/actions/scanning.py, as far as the list knows; the server has the last word.

import { read } from "./reading.js";
import { entriesBy, waiting } from "./store.js";
import { clock, day, dayOf, people, say } from "./words.js";

const LIVE = "confirmed";
const PENDING = new Set(["requested", "entered", "waiting", "offered"]);

// `session` is the one at whose door this is; without one the desk is at the doors of all of them.
export async function judge(text, session, sessions) {
  const entry = choose(await entriesBy(...(await read(text))), session, sessions);
  if (!entry) return { result: "unknown", tone: "warn", title: say("not-listed"), detail: say("not-listed-more"), session };
  const inside = entry.in + (await onTheWay(entry));
  return { ...verdict(entry, inside, session, sessions), ...about(entry, inside), session: session || entry.session };
}

const about = ({ reference, name, size }, inside) => ({ reference, name, size, in: inside, missing: size - inside });

// Somebody's registration here, else the one that comes nearest to here and now.
function choose(entries, session, sessions) {
  const here = session ? entries.filter((one) => one.session === session) : [];
  const start = (code) => Date.parse(sessions.find((one) => one.code === code)?.startsAt ?? 0);
  const then = session ? start(session) : Date.now();
  const away = ({ session: code }) => Math.abs(start(code) - then);
  const nearest = entries.filter((one) => one.status === LIVE).sort((one, other) => away(one) - away(other));
  return here.find((one) => one.status === LIVE) ?? nearest[0] ?? here.at(-1) ?? entries[0];
}

// Heads of a party that this device let in or took back and has not told the server.
async function onTheWay({ session, reference }) {
  const theirs = (await waiting()).filter((item) => item.session === session && item.reference === reference);
  return theirs.reduce((sum, { came = 0 }) => sum + came, 0);
}

function verdict(entry, inside, session, sessions) {
  if (session && entry.session !== session) return elsewhere(sessions.find(({ code }) => code === entry.session), session, sessions);
  if (PENDING.has(entry.status)) return refusal("not_confirmed", say("ask-organiser"));
  if (entry.status !== LIVE) return refusal("cancelled", say("ask-organiser"));
  if (inside >= entry.size) {
    return { result: "already_in", tone: "warn", title: say("already_in"), detail: say("of-party", { in: inside, size: entry.size }) };
  }
  return { result: "welcome", tone: "good", title: say("welcome"), detail: "" };
}

function elsewhere(theirs, session, sessions) {
  const here = sessions.find(({ code }) => code === session);
  if (!theirs || !here) return refusal("wrong_session", "");
  const isToday = dayOf(theirs.startsAt) === dayOf(here.startsAt);
  const when = isToday ? clock(theirs.startsAt) : `${day(theirs.startsAt)} ${clock(theirs.startsAt)}`;
  return refusal(isToday ? "wrong_session" : "wrong_day", [when, theirs.name, theirs.place].filter(Boolean).join(" · "));
}

const refusal = (title, detail) => ({ result: "refused", tone: "bad", title: say(title), detail });

// How many of a party a welcome is about, in words.
export const partyLine = ({ heads, size, in: inside }) =>
  size > 1 && inside < size ? `${people(heads)} · ${say("of-party", { in: inside, size })}` : people(heads || size || 1);
