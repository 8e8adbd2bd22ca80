// The desk's screen: puts its parts together, and sees to it that what waits is sent and what is old is wiped.
//
// words, reading, judging: what a code says · store, sending: what is kept and handed over · camera, keys, typing: how
// codes come in · screen, sound: how the answer is told · scanning, people, walk-in, counter, numbers, recent: the parts.

import * as camera from "./camera.js";
import * as counter from "./counter.js";
import * as keys from "./keys.js";
import * as numbers from "./numbers.js";
import * as people from "./people.js";
import * as recent from "./recent.js";
import { begin, isReady, newKey, scan } from "./scanning.js";
import { flush, news, recount, renewList, state, tell } from "./sending.js";
import * as sound from "./sound.js";
import { bindMenu, forgetPage, keepPage } from "./device.js";
import { fact, note, wipe } from "./store.js";
import { bindStrip } from "./strip.js";
import * as typing from "./typing.js";
import * as walkIn from "./walk-in.js";
import { clock, config, say } from "./words.js";

const RETRY = 5000;
const LIST_EVERY = 180_000;
const picker = document.getElementById("session");
const stage = document.getElementById("camera");

const desk = {
  urls: config,
  sessions: config.sessions,
  device: "",
  session: () => picker?.value ?? config.sessions[0]?.code ?? "",
  nearest: () => desk.session() || nearest(config.sessions)?.code || "",
};

// The session that is on, or the one that comes nearest to now.
function nearest(sessions) {
  const away = ({ startsAt, endsAt }) => Math.max(Date.parse(startsAt) - Date.now(), Date.now() - Date.parse(endsAt), 0);
  return [...sessions].sort((one, other) => away(one) - away(other))[0];
}

// Panels

const tabs = [...document.querySelectorAll("[data-tab]")];

function open(name) {
  for (const tab of tabs) {
    const isThis = tab.dataset.tab === name;
    if (isThis) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
    document.getElementById(tab.dataset.tab).hidden = !isThis;
  }
  document.documentElement.dataset.panel = name;
  if (name !== "scan") camera.stop();
}

// Where there is something to choose: the door of a scan, of a walk-in, of a count.
function fillPickers() {
  const option = ([value, text]) => Object.assign(document.createElement("option"), { value, textContent: text });
  const sessions = config.sessions.map(({ code, name, startsAt }) => [code, `${clock(startsAt)} ${name}`]);
  const doors = [
    ...sessions.map(([code, text]) => [`session:${code}`, text]),
    ...config.gates.map(({ slug, name }) => [`gate:${slug}`, say("gate", { name })]),
  ];
  picker?.replaceChildren(...[["", say("all-sessions")], ...sessions].map(option));
  document.querySelector("[data-sessions]").replaceChildren(...sessions.map(option));
  document.querySelector("[data-doors]").replaceChildren(...doors.map(option));
  document.querySelector("[data-sessions]").value = desk.nearest();
}

function bindTabs() {
  for (const tab of tabs) tab.addEventListener("click", () => open(tab.dataset.tab));
  open(config.sessions.length ? "scan" : "count");
}

// The camera: only after a tap

function showCamera(how) {
  stage.dataset.state = how;
  // Without a camera there are the keys; where there is room, they are there from the start.
  if (how.startsWith("camera-") || matchMedia("(min-width: 60rem)").matches) document.getElementById("typing").open = true;
  for (const part of stage.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(how);
  for (const line of stage.querySelectorAll("[data-reason]")) line.hidden = line.dataset.reason !== how;
}

function bindCamera() {
  camera.bind({ onText: scan, onChange: showCamera, whenReady: isReady });
  stage.querySelector("[data-start]").addEventListener("click", camera.start);
  stage.querySelector("[data-stop]").addEventListener("click", camera.stop);
  showCamera("closed");
}

// The screen stays on while somebody is at the desk.
async function stayAwake() {
  if (document.hidden) return;
  await navigator.wakeLock?.request("screen").catch(() => {});
}

// Somebody else's list, or one that is too old, does not stay.
async function tidy() {
  const [user, until] = [await fact("user"), await fact("wipeAfter")];
  const isOld = until && Date.now() > Date.parse(until);
  if (isOld || (user && user !== config.user)) await wipe();
  if (isOld) await forgetPage();
}

async function renew() {
  if (document.hidden || state.isSignedOut) return;
  await renewList(config, config.user).catch(() => {});
}

const send = () => flush(config, desk.device).then(recent.paint).catch(() => {});

async function keepGoing() {
  await recount();
  if (state.waiting && !document.hidden) await send();
}

async function prepareDevice() {
  desk.device = (await fact("device")) ?? newKey();
  await note("device", desk.device);
  await navigator.storage?.persist?.().catch(() => {});
}

function bindAll() {
  begin(desk);
  fillPickers();
  bindTabs();
  bindCamera();
  bindStrip();
  bindMenu(config, { send, renew });
  keys.listen(scan, isReady);
  typing.begin(scan);
  people.begin(desk);
  walkIn.begin();
  counter.begin(send);
  sound.bindSwitch(document.querySelector("[data-sound]"));
  for (const touched of ["pointerdown", "keydown"]) addEventListener(touched, sound.allow);
  document.addEventListener("visibilitychange", stayAwake);
  document.getElementById("answer").addEventListener("close", () => people.refresh());
}

function bindNews() {
  news.addEventListener("numbers", ({ detail }) => numbers.take(detail));
  news.addEventListener("change", () => recent.paint());
  addEventListener("online", () => send().then(renew));
  addEventListener("offline", () => tell({ isOnline: false }));
}

async function start() {
  await tidy();
  await prepareDevice();
  await recount();
  bindAll();
  bindNews();
  for (const part of document.querySelectorAll("[data-plain]")) part.hidden = true;
  for (const part of document.querySelectorAll("[data-live]")) part.hidden = false;
  document.documentElement.classList.add("is-live");
  tell({ takenAt: (await fact("takenAt")) ?? 0 });
  await recent.paint();
  stayAwake();
  send(); // another tab may be at it: nobody waits for that
  await Promise.all([renew(), numbers.begin(config.numbers)]);
  setInterval(keepGoing, RETRY);
  setInterval(renew, LIST_EVERY);
  setInterval(tidy, 60_000);
  keepPage();
}

start().catch((error) => {
  // Nothing can be kept here: the plain forms of the page are left.
  document.getElementById("no-store").hidden = false;
  throw error;
});
