// The last twenty scans of this device: what came of them, whether the server has them, and undo.

import { undo } from "./scanning.js";
import { signal } from "./sound.js";
import { lastOnes } from "./store.js";
import { clock, element, icon, people, say } from "./words.js";

const place = document.getElementById("recent-list");
const empty = document.getElementById("recent-empty");
const told = new Set(); // conflicts that were sounded
const STATES = { waiting: "clock", sent: "check", conflict: "warning", stuck: "warning" };

function row(line) {
  const mark = element("span", `desk-mark mark-${line.tone}`, icon({ good: "check", warn: "warning" }[line.tone] ?? "close"));
  const words = element(
    "span",
    "desk-line",
    element("strong", "", line.name || line.reference || say("somebody")),
    element("span", "meta", [line.title, line.heads > 1 ? people(line.heads) : "", line.detail].filter(Boolean).join(" · ")),
  );
  const standing = element("span", `desk-standing is-${line.state}`, icon(STATES[line.state]), element("span", "visually-hidden", say(`state-${line.state}`)));
  const time = element("time", "meta", clock(line.at));
  const item = element("li", line.undone ? "is-undone" : "", mark, words, element("span", "desk-when", time, standing));
  if (line.state === "conflict" || line.state === "stuck") {
    item.classList.add("is-flagged");
    words.append(element("span", "desk-flag", say(`state-${line.state}`)));
  }
  if (line.undone) words.append(element("span", "desk-flag", say("undone")));
  else if ((line.isUndoable ?? line.result === "welcome") && line.state !== "stuck") item.append(undoButton(line));
  return item;
}

function undoButton(line) {
  const button = element("button", "button button-quiet button-small", say("undo"));
  button.type = "button";
  button.setAttribute("aria-label", `${say("undo")}: ${line.name || line.reference || say("somebody")}`);
  button.addEventListener("click", () => undo(line.key));
  return button;
}

export async function paint() {
  const lines = await lastOnes();
  empty.hidden = lines.length > 0;
  place.replaceChildren(...lines.map(row));
  const flagged = lines.filter(({ state }) => state === "conflict" || state === "stuck");
  if (flagged.some(({ key }) => !told.has(key))) signal("bad");
  flagged.forEach(({ key }) => told.add(key));
  return flagged.length;
}
