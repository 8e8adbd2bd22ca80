// The desk's words in the page's language, and how it writes times and numbers of people.
//
// The page brings them in <template id="desk-words">, an element with data-word for each; {name} is filled in. What the
// server calls results and reasons comes with the page's facts, under its own names for them.

export const config = JSON.parse(document.getElementById("desk-config").textContent);
const template = document.getElementById("desk-words");
const words = { ...config.words };
for (const one of template.content.querySelectorAll("[data-word]")) words[one.dataset.word] = one.textContent.trim();
const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const zone = { timeZone: "Asia/Bangkok" }; // the expo's clock, whatever the device's is set to

export const say = (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (_all, key) => values[key] ?? "");
export const people = (count) => say(count === 1 ? "person" : "people", { count });
export const clock = (at) => new Date(at).toLocaleTimeString(language, { ...zone, hour: "2-digit", minute: "2-digit" });
export const day = (at) => new Date(at).toLocaleDateString(language, { ...zone, weekday: "short", day: "numeric", month: "short" });
// For comparing days alone.
export const dayOf = (at) => new Date(at).toLocaleDateString("en-CA", zone);
export const minutes = (milliseconds) => say("minutes", { count: Math.floor(milliseconds / 60_000) });

// An element with a class and what stands in it: texts and other elements.
export function element(name, className, ...inside) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...inside.filter((one) => one !== "" && one != null));
  return made;
}

// A drawing of the page's own, by the name under which the words' template holds it.
export const icon = (name) => template.content.querySelector(`[data-icon="${name}"] svg`).cloneNode(true);
