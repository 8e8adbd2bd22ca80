// Typing a short reference with large keys: the letters that references are made of, and no others.

import { isReference, LETTERS, typed } from "./reading.js";
import { element, say } from "./words.js";

const panel = document.getElementById("typing");
const field = panel.querySelector("input");
const keys = panel.querySelector("[data-keys]");

export function begin(found) {
  const look = () => {
    const text = typed(field.value);
    if (!isReference(text)) return;
    field.value = "";
    found(text);
  };
  const key = (text, label, run) => {
    const made = element("button", "desk-key", text);
    made.type = "button";
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", run);
    return made;
  };
  keys.replaceChildren(
    ...[...LETTERS].map((letter) => key(letter, "", () => { field.value += letter; look(); })),
    key("⌫", say("delete-letter"), () => (field.value = field.value.slice(0, -1))),
  );
  field.addEventListener("input", look);
  panel.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.value.trim()) return;
    const text = field.value;
    field.value = "";
    found(text);
  });
}
