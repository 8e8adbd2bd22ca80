// Counting people who never registered: plus and minus, at a session's door or a zone's gate, with undo.
//
// Taps that follow quickly are one count: the item waits a moment on the device, where it is safe, and grows.

import { newKey } from "./scanning.js";
import { news, recount } from "./sending.js";
import { amend, enqueue, waiting } from "./store.js";
import { numbersOf } from "./numbers.js";
import { say } from "./words.js";

const OPEN = 1500; // milliseconds in which another tap joins the last

const panel = document.getElementById("count");
const door = panel.querySelector("select");
const number = panel.querySelector("output");
const less = panel.querySelector("[data-count='-1']");
const said = panel.querySelector("[data-said]");
const back = panel.querySelector("[data-back]");
const done = []; // counts that can be taken back, the newest last
let send = () => {};
let turn = Promise.resolve();

const where = () => {
  const [kind, code] = door.value.split(":");
  return { [kind]: code };
};
const isHere = (item) => item.session === where().session && item.gate === where().gate;

async function paint() {
  const here = where();
  const told = numbersOf(here.session ?? here.gate)?.counted ?? 0;
  const own = (await waiting()).filter((item) => isHere(item) && !item.isStuck);
  number.textContent = told + own.reduce((sum, { came = 0 }) => sum + came, 0);
  less.disabled = Number(number.textContent) < 1;
  back.disabled = !done.some(isHere);
}

// One tap after the other, however quick: each looks at what the one before left.
const count = (heads) => (turn = turn.then(() => tap(heads)).catch(() => {}));

async function tap(heads) {
  const last = done.at(-1);
  const openUntil = Date.now() + OPEN;
  const isOpen = last && isHere(last) && last.openUntil > Date.now() && last.sign === Math.sign(heads);
  const sum = isOpen ? last.heads + heads : heads;
  const grown = isOpen && (await amend(last.key, { heads: sum, came: sum, openUntil }));
  if (grown) Object.assign(last, { heads: sum, openUntil });
  else {
    const item = { key: newKey(), kind: "count", ...where(), heads, came: heads, at: new Date().toISOString(), openUntil };
    await enqueue(item);
    done.push({ ...item, sign: Math.sign(heads) });
  }
  said.textContent = say(heads > 0 ? "counted-more" : "counted-less", { count: Math.abs(done.at(-1).heads) });
  await recount();
  await paint();
  setTimeout(send, OPEN + 50);
}

async function takeBack() {
  const at = done.findLastIndex(isHere);
  if (at < 0) return;
  const [last] = done.splice(at, 1);
  const waits = (await waiting()).some(({ key }) => key === last.key);
  if (waits && last.openUntil > Date.now()) await amend(last.key, null); // nobody has heard of it
  else {
    const { key, session, gate, heads } = last;
    await enqueue({ key: newKey(), kind: "undo", session, gate, undoes: key, came: -heads, said: "undone", at: new Date().toISOString(), isOffline: waits });
  }
  said.textContent = say("taken-back", { count: Math.abs(last.heads) });
  await recount();
  await paint();
  send();
}

export function begin(flush) {
  send = flush;
  for (const button of panel.querySelectorAll("[data-count]")) {
    button.addEventListener("click", () => count(Number(button.dataset.count)));
  }
  back.addEventListener("click", () => (turn = turn.then(takeBack).catch(() => {})));
  door.addEventListener("change", paint);
  news.addEventListener("figures", paint);
  news.addEventListener("change", paint);
  return paint();
}
