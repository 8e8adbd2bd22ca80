// What fills the screen: the answer to a scan, how many of a party are here, and questions before something is lost.

import { signal } from "./sound.js";
import { element, icon, people, say } from "./words.js";

const answer = document.getElementById("answer");
const party = document.getElementById("party");
const question = document.getElementById("question");
const STAYS = { good: 2500, warn: 6000, bad: 8000 }; // milliseconds, then the scanner is back by itself
const ICONS = { good: "check", warn: "warning", bad: "close" };

let going;
let choose;

// Whether somebody has to decide something before the next scan.
export const isAsking = () => party.open || question.open || Boolean(choose);

function fill({ tone, title, name = "", who = "", detail = "", more = "" }) {
  answer.dataset.tone = tone;
  const [sign, words] = [answer.querySelector("[data-sign]"), answer.querySelector("[data-words]")];
  sign.replaceChildren(icon(ICONS[tone]));
  const lines = [
    element("h2", "answer-title", title),
    name && element("p", "answer-name", name),
    who && element("p", "answer-who", who),
    detail && element("p", "answer-detail", detail),
    more && element("p", "answer-more", more),
  ];
  words.replaceChildren(...lines.filter(Boolean));
}

function open(buttons) {
  answer.querySelector("[data-actions]").replaceChildren(...buttons);
  if (!answer.open) answer.showModal();
  buttons[0].focus();
  answer.scrollTop = 0;
}

const button = (text, className, run) => {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", run);
  return made;
};

// Shows what came of a scan; `actions`: [{ text, run }], besides going on.
export function show({ actions = [], ...said }) {
  clearTimeout(going);
  choose = undefined;
  fill(said);
  signal(said.tone);
  open([
    button(say("next"), "button", () => answer.close()),
    ...actions.map(({ text, run }) => button(text, "button button-quiet", () => { answer.close(); run(); })),
  ]);
  going = setTimeout(() => answer.close(), STAYS[said.tone]);
}

// The same with a choice that has to be made: [{ text, value, isQuiet }]; nothing when it is closed without.
export function decide(said, choices) {
  clearTimeout(going);
  fill(said);
  signal(said.tone);
  return new Promise((resolve) => {
    choose = resolve;
    open(choices.map(({ text, value, isQuiet }) => button(text, `button ${isQuiet ? "button-quiet" : ""}`, () => chosen(value))));
  });
}

function chosen(value) {
  const resolve = choose;
  choose = undefined;
  answer.close();
  resolve?.(value);
}

answer.addEventListener("close", () => chosen(undefined));
// A tap anywhere goes on, except where something has to be decided.
answer.addEventListener("click", ({ target }) => !choose && !target.closest("button") && answer.close());

// How many of a party are here now: up to `most`; nothing when it is called off.
export function askParty({ name, most, size, title }) {
  const number = party.querySelector("output");
  const [less, more] = [party.querySelector("[data-less]"), party.querySelector("[data-more]")];
  const [some, all] = [party.querySelector("[data-some]"), party.querySelector("[data-all]")];
  let count = most;
  const paint = () => {
    number.textContent = count;
    less.disabled = count <= 1;
    more.disabled = count >= most;
    some.hidden = count === most;
    all.classList.toggle("button-quiet", count !== most);
    some.textContent = say("let-some-in", { people: people(count) });
  };
  party.querySelector("h2").textContent = title ?? say("how-many");
  party.querySelector("[data-name]").textContent = name ?? "";
  party.querySelector("[data-size]").textContent = say("party-of", { size, missing: most });
  all.textContent = say("let-all-in", { people: people(most) });
  less.onclick = () => { count -= 1; paint(); };
  more.onclick = () => { count += 1; paint(); };
  paint();
  return modal(party, { all: () => most, some: () => count }, all);
}

// A question with yes and no.
export function confirm({ title, text, yes }) {
  question.querySelector("h2").textContent = title;
  question.querySelector("p").textContent = text;
  question.querySelector("[value=yes]").textContent = yes;
  return modal(question, { yes: () => true }, question.querySelector("[value=no]"));
}

function modal(dialog, values, first) {
  dialog.returnValue = "";
  dialog.showModal();
  first.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(values[dialog.returnValue]?.()), { once: true });
  });
}
