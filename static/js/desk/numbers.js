// The figures of each session and gate, fresh every fifteen seconds: expected, in, free, counted, and who came by hour.

import { ask, news as told } from "./sending.js";
import { waiting } from "./store.js";
import { element, say } from "./words.js";

const EVERY = 15_000;
const HIGH = 48; // of the bars, in units of the drawing
const WIDE = 16;
const LEAST = 8; // columns, so that the first hour is no tower
const FIGURES = ["expected", "in", "free", "counted", "walkIns", "waiting"];

const place = document.getElementById("numbers-list");
let rows = [];
let address;

const keyOf = ({ session, gate }) => session || gate;
export const numbersOf = (code) => rows.find((row) => keyOf(row) === code);

// Free places as far as this device knows: what the server said, less the walk-ins it has not heard of; null: no limit.
export async function freeIn(session) {
  const free = numbersOf(session)?.free;
  if (free == null) return null;
  const here = (await waiting()).filter((item) => item.kind === "walk-in" && item.session === session);
  return Math.max(free - here.reduce((sum, { size }) => sum + size, 0), 0);
}

export function take(fresh) {
  const news = new Map(fresh.map((row) => [keyOf(row), row]));
  const known = new Set(rows.map(keyOf));
  rows = [...rows.map((row) => news.get(keyOf(row)) ?? row), ...fresh.filter((row) => !known.has(keyOf(row)))];
  paint();
  told.dispatchEvent(new Event("figures"));
}

function paint() {
  place.replaceChildren(...rows.map(card));
}

function card(row) {
  const facts = element("dl", "desk-figures");
  for (const name of FIGURES) {
    const isShown = row[name] != null && (row.session || name === "counted");
    if (isShown) facts.append(element("div", `figure-${name}`, element("dt", "", say(`figure-${name}`)), element("dd", "", String(row[name]))));
  }
  return element("article", "desk-card", element("h3", "", row.name ?? ""), facts, row.hours?.length ? bars(row.hours) : "");
}

// What drawings are made of, as those of the page say it.
const SVG = document.querySelector("svg").namespaceURI;

function drawn(name, attributes, ...inside) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

function bars(hours) {
  const most = Math.max(1, ...hours.map(({ heads }) => heads));
  const parts = hours.flatMap(({ heads, label }, n) => {
    const height = Math.max((heads / most) * HIGH, heads > 0 ? 2 : 0.5);
    const middle = n * WIDE + WIDE / 2;
    const text = (y, words) => drawn("text", { x: middle, y, "text-anchor": "middle" }, words);
    return [
      drawn("rect", { x: n * WIDE + 2, y: HIGH + 8 - height, width: WIDE - 4, height, rx: 1.5 }),
      text(HIGH + 5 - height, heads > 0 ? String(heads) : ""),
      text(HIGH + 16, /\d+/.exec(label)?.[0] ?? ""),
    ];
  });
  const told = hours.map(({ heads, label }) => `${label} ${heads}`).join(", ");
  const box = `0 0 ${Math.max(hours.length, LEAST) * WIDE} ${HIGH + 18}`;
  const picture = drawn("svg", { viewBox: box, role: "img", "aria-label": `${say("by-hour")}: ${told}`, class: "desk-bars" }, ...parts);
  return element("figure", "", element("figcaption", "meta", say("by-hour")), picture);
}

export async function renew() {
  if (document.hidden) return; // somebody who is signed out may have signed in again elsewhere
  try {
    take((await ask(address)).numbers);
  } catch {
    // The strip at the top says that there is no network; the figures stay as they were.
  }
}

export function begin(url) {
  address = url;
  setInterval(renew, EVERY);
  document.addEventListener("visibilitychange", renew);
  return renew();
}
