// A sound and a vibration for each tone, told apart without looking: two notes up, one note twice, one long and low.

import { fact, note } from "./store.js";

// [frequency in hertz, begins after seconds, lasts seconds, form of the wave]
const NOTES = {
  good: [[784, 0, 0.12, "sine"], [1175, 0.12, 0.2, "sine"]],
  warn: [[587, 0, 0.14, "triangle"], [587, 0.22, 0.14, "triangle"]],
  bad: [[175, 0, 0.55, "square"]],
};
const PATTERNS = { good: [70], warn: [80, 80, 80], bad: [350] };
const LOUD = 0.35;

let context;
let isOn = true;

// Browsers let a page sound only after somebody has touched it.
export function allow() {
  context ??= window.AudioContext && new AudioContext();
  if (context?.state === "suspended") context.resume().catch(() => {});
}

export function signal(tone) {
  navigator.vibrate?.(PATTERNS[tone]);
  if (!isOn || context?.state !== "running") return;
  for (const [frequency, after, seconds, type] of NOTES[tone]) {
    const begin = context.currentTime + after;
    const voice = new OscillatorNode(context, { type, frequency });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(LOUD, begin + 0.01); // no click at either end
    volume.gain.setValueAtTime(LOUD, begin + seconds - 0.03);
    volume.gain.linearRampToValueAtTime(0, begin + seconds);
    voice.connect(volume).connect(context.destination);
    voice.start(begin);
    voice.stop(begin + seconds);
  }
}

// The switch remembers how it was left on this device.
export async function bindSwitch(button) {
  const show = () => button.setAttribute("aria-pressed", String(isOn));
  isOn = (await fact("sound").catch(() => undefined)) ?? true;
  show();
  button.addEventListener("click", () => {
    isOn = !isOn;
    note("sound", isOn).catch(() => {});
    show();
    if (isOn) signal("good");
  });
}
