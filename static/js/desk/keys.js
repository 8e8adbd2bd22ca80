// A scanner on a cable or by Bluetooth types what it reads, fast, and ends with Enter, wherever the focus is.
//
// It presses the keys of an American keyboard: under a Thai layout each would write a Thai letter, so it is the key
// that counts, not the letter.

import { isOurs } from "./reading.js";

const FASTEST_THUMB = 50; // milliseconds between two keys; scanners need less than 30
const FAST_IN_FIELD = 150; // where somebody may be typing a name
const SLOWEST = 1000;
const SHORTEST = 8;
const SIGNS = {
  Minus: "-_", Equal: "=+", Slash: "/?", Period: ".>", Comma: ",<", Semicolon: ";:", Quote: "'\"", Backslash: "\\|",
  BracketLeft: "[{", BracketRight: "]}", Backquote: "`~", Space: "  ",
};
const DIGITS = ")!@#$%^&*(";

function letter({ key, code, shiftKey }) {
  if (/^[\x20-\x7e]$/.test(key)) return key;
  const [, letterKey] = /^Key([A-Z])$/.exec(code) ?? [];
  if (letterKey) return shiftKey ? letterKey : letterKey.toLowerCase();
  const [, digit] = /^(?:Digit|Numpad)(\d)$/.exec(code) ?? [];
  if (digit) return shiftKey && code.startsWith("Digit") ? DIGITS[digit] : digit;
  return SIGNS[code]?.[shiftKey ? 1 : 0] ?? "";
}

const isField = (target) => "value" in target && typeof target.value === "string";

// Whether a text was typed by a machine: by its speed alone, or at some speed when it reads as one of our codes.
function isScanned(text, slowest, field) {
  if (text.length < SHORTEST) return false;
  return slowest < FASTEST_THUMB || (isOurs(text) && slowest < (field ? FAST_IN_FIELD : SLOWEST));
}

// Calls `found` with each text that a scanner types, or somebody who types a code without any field. While something has
// to be decided a scanner must not press the button that has the focus; a thumb may.
export function listen(found, isReady) {
  let text = "";
  let last = 0;
  let slowest = 0;
  let field; // where the first key of it went, and what stood there before

  const begin = (target) => {
    [text, slowest] = ["", 0];
    field = isField(target) ? { target, value: target.value } : undefined;
  };

  const end = (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (field && !field.target.readOnly) field.target.value = field.value;
    const whole = text;
    text = "";
    found(whole);
  };

  const press = (event) => {
    if (event.key === "Shift" || event.isComposing) return;
    const gap = event.timeStamp - last;
    last = event.timeStamp;
    const pace = Math.max(slowest, gap);
    if (event.key === "Enter" && isScanned(text, pace, field) && (isReady() || pace < FASTEST_THUMB)) {
      end(event);
      return;
    }
    const one = event.ctrlKey || event.altKey || event.metaKey ? "" : letter(event);
    const pause = isField(event.target) ? FAST_IN_FIELD : SLOWEST; // after it something new begins
    if (!text || !one || gap > pause) begin(event.target);
    else slowest = Math.max(slowest, gap);
    text += one;
  };

  document.addEventListener("keydown", press, { capture: true });
}
