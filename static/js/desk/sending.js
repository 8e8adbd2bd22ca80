// Hands what waits on this device to the server, in its order, until it has answered every item: at least once, always
// under the same key, so that sending again changes nothing.
//
// An item: { key, kind: scan | undo | count | walk-in, session, gate, at, isOffline, ... as the server's contract has it },
// and for this device alone: reference (whom it is about), came (heads it let in), said (what the screen said), openUntil
// (a count that may still grow), isAwaited (somebody looks at the screen), isStuck (unreadable: shown, not sent again).

import { amend, note, settle, takeList, waiting } from "./store.js";

const MOST = 100; // in one request; the server takes 500
const PATIENCE = 4000; // somebody stands at the desk
const LITTLE = 1500; // the same, when the last request had no answer
const SLOW = 30_000; // nobody waits
const FRESH = 15_000; // an item that its own page has not given up may be this old

export const news = new EventTarget(); // "change" whenever one of these changes
export const state = { isOnline: navigator.onLine, isSignedOut: false, waiting: 0, stuck: 0, takenAt: 0 };

export class NoAnswer extends Error {}
export class SignedOut extends Error {}
class NotTaken extends Error {}

export function tell(changed) {
  Object.assign(state, changed);
  news.dispatchEvent(new Event("change"));
}

// Asking

// The newest token: after somebody has signed in again, that of a saved page is an old one.
const token = () =>
  /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

export async function ask(address, body, patience = SLOW) {
  const options = { headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "manual", cache: "no-store" };
  if (body) {
    Object.assign(options, { method: "POST", body: JSON.stringify(body) });
    Object.assign(options.headers, { "Content-Type": "application/json", "X-CSRFToken": token() });
  }
  try {
    const answer = await fetch(address, { ...options, signal: AbortSignal.timeout(patience) });
    const found = await read(answer);
    tell({ isOnline: true, isSignedOut: false });
    return found;
  } catch (error) {
    if (error instanceof NotTaken) tell({ isOnline: true });
    else if (error instanceof SignedOut) tell({ isOnline: true, isSignedOut: true });
    else tell({ isOnline: false });
    throw error instanceof NotTaken || error instanceof SignedOut ? error : new NoAnswer(error.message);
  }
}

async function read(answer) {
  // Somebody who is not signed in is sent to the page for it.
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) throw new SignedOut();
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429) throw new NoAnswer(answer.status);
  if (!answer.ok) throw new NotTaken(answer.status);
  return answer.json();
}

// The queue

const isOld = (item) => Date.now() - Date.parse(item.at) > FRESH;
// What somebody waits for at the desk is sent by itself, until its page gives it up.
const isAwaited = (item) => item.isAwaited && !item.isOffline && !isOld(item);
const isDue = (item) => !item.isStuck && !(item.openUntil > Date.now()) && !isAwaited(item);
const sentOffline = (item) => Boolean(item.isOffline || isOld(item));

const exclusively = (work) => (navigator.locks ? navigator.locks.request("desk-upload", work) : work());
let running;

// Sends what is due; two calls at once are one, and two tabs take turns where the browser can do that.
export function flush(urls, device) {
  running ??= exclusively(() => sendDue(urls, device)).finally(() => {
    running = undefined;
    return recount();
  });
  return running;
}

async function sendDue(urls, device) {
  for (;;) {
    const due = (await waiting()).filter(isDue);
    if (!due.length) return;
    try {
      await sendSome(due, urls, device, SLOW);
    } catch (error) {
      if (!(error instanceof NotTaken)) return;
      await oneByOne(due, urls, device);
    }
  }
}

// One that cannot be read must not keep the others: it stays on the device, marked, and is not sent again.
async function oneByOne(due, urls, device) {
  for (const item of due) {
    try {
      await sendSome([item], urls, device, SLOW);
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      await amend(item.key, { isStuck: true }, { state: "stuck" });
    }
  }
}

// The first items that fit into one request.
async function sendSome(due, urls, device, patience) {
  const [{ kind }] = due;
  const isOffline = sentOffline(due[0]);
  const until = due.findIndex((item) => (item.kind === "walk-in") !== (kind === "walk-in") || sentOffline(item) !== isOffline);
  const items = kind === "walk-in" ? due.slice(0, 1) : due.slice(0, until < 0 ? MOST : Math.min(until, MOST));
  const clock = new Date().toISOString();
  const common = { device, clock, offline: isOffline };
  const answer =
    kind === "walk-in"
      ? await ask(urls.walkIn, { ...walkIn(items[0]), ...common }, patience)
      : await ask(urls.scans, { ...common, items: items.map(line) }, patience);
  const answers = (answer.items ?? [answer.item]).map((one) => outcome(items.find(({ key }) => key === one.key), one)).filter(Boolean);
  if (!answers.length) throw new NotTaken();
  await settle(answers);
  if (answer.numbers?.length) news.dispatchEvent(new CustomEvent("numbers", { detail: answer.numbers }));
  return answers.map(({ answer: one }) => one);
}

const line = ({ key, kind, session = "", gate = "", text = "", heads = null, undoes = null, at, letIn = false }) => ({
  key, kind, session, gate, text, heads, undoes, at, letIn,
});
const walkIn = ({ key, session, name, phone, size, at, override = "" }) => ({ key, session, name, phone, size, at, override });

// What an answer means for the queue, the list and the last ones; a verdict other than the screen's is flagged.
function outcome(item, answer) {
  if (!item) return null;
  // A walk-in is counted where there is nobody to register: let in all the same.
  const isAsSaid = item.said === answer.result || (item.said === "welcome" && answer.result === "counted");
  const isOther = Boolean(item.said) && !isAsSaid;
  const { title, detail, tone, name, result } = answer;
  const shown = { title, detail, tone, result, state: answer.isConflict || isOther ? "conflict" : "sent" };
  shown.isUndoable = answer.undoable;
  if (name) shown.name = name;
  if (answer.heads) shown.heads = answer.heads;
  return { item, answer, shown: item.kind === "undo" ? null : shown, inside: answer.in };
}

// One item while somebody waits for it: the server's answer, or nothing when there is none in time.
export async function sendNow(item, urls, device) {
  const patience = state.isOnline ? PATIENCE : LITTLE;
  try {
    await sendEarlier(item, urls, device, patience);
    const [answer] = await sendSome([item], urls, device, patience);
    return answer;
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof SignedOut || error instanceof NotTaken)) throw error;
    return undefined;
  } finally {
    await recount();
  }
}

// What waited before comes before; where that takes long, this one waits as well.
async function sendEarlier(item, urls, device, patience) {
  const isBehind = async () => (await waiting()).some((one) => one.key !== item.key && isDue(one));
  if (!(await isBehind())) return;
  await Promise.race([flush(urls, device), new Promise((resolve) => setTimeout(resolve, patience))]);
  if (await isBehind()) throw new NoAnswer();
}

export async function recount() {
  const items = await waiting();
  const stuck = items.filter(({ isStuck }) => isStuck).length;
  tell({ waiting: items.length - stuck, stuck });
}

// The list

export async function renewList(urls, user) {
  const list = await ask(urls.list);
  await takeList(list);
  await note("user", user);
  tell({ takenAt: Date.now() });
}
