// What happens when somebody is scanned, typed or tapped: ask the server, and without one judge by the list, show the
// answer, and keep the scan until the server has it.

import { judge, partyLine } from "./judging.js";
import { isOurs, isReference, typed } from "./reading.js";
import { askParty, decide, isAsking, show } from "./screen.js";
import { sendNow } from "./sending.js";
import { amend, enqueue, lastOne, mark } from "./store.js";
import { people, say } from "./words.js";

const AGAIN = 3000; // milliseconds in which the same code is one scan
const DECIDED = 300_000; // by then; what a device that died in between leaves is sent as it stands
let desk; // { urls, device, sessions, session(): the one at whose door this is, or none; nearest(): the one on now }
let last = { text: "", at: 0 };
let isBusy = false;

export const begin = (facts) => (desk = facts);

export const newKey = () =>
  crypto.randomUUID?.() ?? // without HTTPS there is none
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (+digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+digit / 4)))).toString(16),
  );

export const isReady = () => !isBusy && !isAsking();

// A text from the camera, a scanner, the keys or a list; `heads` of a party where it is known how many are here.
export async function scan(text, { heads } = {}) {
  if (!isReady()) return;
  const now = Date.now();
  const isSame = text === last.text && now - last.at < AGAIN;
  last = { text, at: now };
  if (isSame) return;
  isBusy = true;
  try {
    await scanOnce(text, heads);
  } finally {
    isBusy = false;
  }
}

async function scanOnce(text, heads) {
  if (!isOurs(text)) {
    show({ tone: "bad", title: say("foreign"), detail: say("not-ours-more") });
    return;
  }
  const known = await judge(text, desk.session(), desk.sessions);
  const here = heads ?? (await howMany(known));
  if (here === undefined) return;
  await checkIn(text, known, here);
}

// A party says how many are here; of one person there is nothing to ask.
async function howMany(known) {
  if (known.result !== "welcome" || known.missing < 2) return null;
  return askParty({ name: known.name, most: known.missing, size: known.size });
}

async function checkIn(text, known, heads) {
  const { reference, name } = known;
  const session = known.session || desk.nearest();
  const item = { key: newKey(), kind: "scan", session, text, heads, at: new Date().toISOString(), reference, isAwaited: true };
  const shown = reference ?? (isReference(text) ? typed(text) : "");
  await enqueue(item, { kind: "scan", name, reference: shown, title: known.title, tone: known.tone, result: known.result });
  const answer = await sendNow(item, desk.urls, desk.device);
  if (answer) showAnswer(answer, { ...item, name: answer.name || name });
  else await withoutServer(item, known);
}

function showAnswer(answer, item) {
  const isIn = answer.result === "welcome" || answer.result === "counted";
  const who = isIn ? people(answer.heads || answer.size || 1) : "";
  show({ ...answer, name: item.name, who, actions: isIn ? afterwards(item, answer.heads, answer.size) : [] });
}

// What can be put right when somebody was welcomed: not all of them came, or it was somebody else.
function afterwards(item, heads, size) {
  const fewer = { text: say("fewer-came"), run: () => correct(item, heads, size) };
  const undone = { text: say("undo"), run: () => undo(item.key) };
  return heads > 1 && item.kind === "scan" ? [fewer, undone] : [undone];
}

async function correct(item, heads, size) {
  const here = await askParty({ name: item.name, most: heads, size, title: say("how-many") });
  if (here === undefined || here === heads) return;
  await undo(item.key, { isQuiet: true });
  const known = await judge(item.text, item.session, desk.sessions);
  await checkIn(item.text, known, here);
}

// The list decides; whom it does not hold, somebody has to decide about.
async function withoutServer(item, known) {
  let said = known;
  let isLetIn = known.result === "welcome";
  if (known.result === "unknown") {
    await amend(item.key, { openUntil: Date.now() + DECIDED }); // it is not sent before somebody has decided
    isLetIn = Boolean(await decide(known, [
      { text: say("let-in"), value: true },
      { text: say("do-not-let-in"), value: false, isQuiet: true },
    ]));
    said = { ...known, title: say(isLetIn ? "let-in-unlisted" : "not-let-in"), result: isLetIn ? "welcome" : "refused" };
  }
  const heads = isLetIn ? (item.heads ?? known.missing ?? 1) : 0;
  const shown = { title: said.title, tone: said.tone, result: said.result, heads };
  await amend(item.key, { isOffline: true, letIn: isLetIn, came: heads, said: said.result, openUntil: 0 }, shown);
  if (known.result === "unknown") return;
  const inside = known.in + heads;
  const who = isLetIn ? partyLine({ heads, size: known.size, in: inside }) : "";
  const actions = isLetIn ? afterwards({ ...item, name: known.name }, heads, known.size) : [];
  show({ ...said, who, more: say("kept-for-later"), name: known.name, actions });
}

// Takes a welcome of this device back, by an item of its own: both stay in the log.
export async function undo(key, { isQuiet = false } = {}) {
  const line = await lastOne(key);
  if (!line || line.undone) return;
  const { session, reference, heads = 1, name } = line;
  const at = new Date().toISOString();
  const item = { key: newKey(), kind: "undo", session, undoes: key, at, reference, came: -heads, said: "undone", isAwaited: true };
  await mark(key, { undone: true });
  await enqueue(item);
  const answer = await sendNow(item, desk.urls, desk.device);
  if (!answer) await amend(item.key, { isOffline: true });
  else if (answer.result !== "undone") await mark(key, { undone: false, state: "conflict", detail: answer.detail || answer.title });
  if (isQuiet) return;
  const failed = answer && answer.result !== "undone";
  const done = { tone: "warn", title: say("undone"), detail: people(heads), more: answer ? "" : say("kept-for-later") };
  show(failed ? { ...answer, name } : { ...done, name });
}

// Somebody without a registration: the server finds the seat; without it the list's last figures have to do.
export async function walkIn({ session, name, phone, size, free, override }) {
  const at = new Date().toISOString();
  const item = { key: newKey(), kind: "walk-in", session, name, phone, size, at, override, isAwaited: true };
  await enqueue(item, { kind: "walk-in", name, heads: size, title: say("walked-in"), tone: "good", result: "welcome" });
  const answer = await sendNow(item, desk.urls, desk.device);
  if (answer?.canOverride && (await isToBeLetIn({ ...answer, name }))) {
    return walkIn({ session, name, phone, size, free, override: say("override-reason") });
  }
  if (answer) {
    if (!answer.canOverride) showAnswer(answer, { ...item, name });
    return answer.result === "welcome" || answer.result === "counted";
  }
  return keepWalkIn(item, free);
}

const isToBeLetIn = (said) =>
  decide(said, [{ text: say("do-not-let-in"), value: false }, { text: say("let-in"), value: true, isQuiet: true }]);

async function keepWalkIn(item, free) {
  const { name, size } = item;
  const isFull = free != null && free < size;
  if (isFull) await amend(item.key, { openUntil: Date.now() + DECIDED });
  const full = { tone: "warn", title: say("no-seat"), name, detail: say("no-seat-more", { free }) };
  if (isFull && !(await isToBeLetIn(full))) {
    await amend(item.key, null, { state: "sent", title: say("not-let-in"), tone: "bad", result: "refused" });
    return false;
  }
  await amend(item.key, { isOffline: true, said: "welcome", openUntil: 0 });
  show({ tone: "good", title: say("walked-in"), name, who: people(size), more: say("kept-for-later") });
  return true;
}
