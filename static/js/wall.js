// The mall's display: cycles through its slides, works out by itself what is on, and goes on without a network.

const MINUTE = 60_000;
const wall = document.querySelector("#wall");
const statusLine = document.querySelector("#status");
const clock = document.querySelector("#clock");
const controls = document.querySelector("#controls");

const state = {
  slide: "", // which one is shown
  left: 0, // for how many seconds more
  turns: 0, // how often all have been shown; long lists go on where they left off
  isPaused: false,
  isCut: false, // whether the last look for news failed
  skew: 0, // how far this machine's clock is off, where it is badly off
  at: Date.parse(wall.dataset.at), // from when the data is
};

const now = () => Date.now() + state.skew;

// Slides

const slides = () => [...wall.querySelectorAll("[data-slide]")];

function isToShow(slide) {
  const until = slide.dataset.until;
  if (slide.dataset.slide === "message") {
    return !until || now() < Date.parse(`${until}T00:00+07:00`);
  }
  return !["now", "next"].includes(slide.dataset.slide) || hasAny(wall, slide.dataset.slide, now());
}

function show(name) {
  state.slide = name;
  // All others are out of the way before it is measured what fits.
  slides().forEach((slide) => (slide.hidden = slide.dataset.slide !== name));
  slides().filter((slide) => !slide.hidden).forEach((slide) => fillSlide(wall, slide, now(), state.turns));
}

function step(by) {
  const names = slides().filter(isToShow).map((slide) => slide.dataset.slide);
  const here = names.indexOf(state.slide);
  const next = here < 0 ? 0 : (here + by + names.length) % names.length;
  if (here >= 0 && next <= here && by > 0) {
    state.turns += 1;
  }
  state.left = Number(wall.dataset.seconds);
  show(names[next]);
}

// News

async function renew() {
  try {
    const response = await fetch(location.href, { cache: "no-cache", signal: AbortSignal.timeout(20_000) });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("#wall");
    // The service worker gives out what it has saved, and says so, when nobody else answers.
    const isSaved = (response.headers.get("Server-Timing") ?? "").startsWith("saved");
    state.isCut = !response.ok || !fresh || isSaved;
    if (!state.isCut) {
      take(fresh);
      reloadWhereChanged(page);
    }
  } catch {
    state.isCut = true;
  }
  tell();
}

// A copy that some cache has kept is no news: it is not newer than what stands here.
function take(fresh) {
  const at = Date.parse(fresh.dataset.at);
  if (!(at > state.at)) {
    return;
  }
  state.skew = skewAt(at);
  keep({ at, skew: state.skew, html: fresh.innerHTML });
  put(at, fresh);
}

// A machine whose clock is badly off goes by ours.
function skewAt(at) {
  const off = at - Date.now();
  return Math.abs(off) > 2 * MINUTE ? off : 0;
}

function put(at, fresh) {
  state.at = at;
  wall.dataset.at = new Date(at).toISOString();
  wall.replaceChildren(...fresh.childNodes);
  if (state.slide) {
    const still = slides().find((slide) => slide.dataset.slide === state.slide);
    still && isToShow(still) ? show(state.slide) : step(1);
  }
}

// When the site was brought up to date, its scripts and styles have other addresses; once for each of those.
function reloadWhereChanged(page) {
  const files = (from) =>
    [...from.querySelectorAll("script[src], link[rel=stylesheet]")]
      .map((file) => file.getAttribute("src") || file.getAttribute("href"))
      .join(" ");
  const theirs = files(page);
  if (theirs !== files(document) && sessionStorage.getItem("wall-files") !== theirs) {
    sessionStorage.setItem("wall-files", theirs);
    location.reload();
  }
}

function tell() {
  const isOld = state.isCut || now() - state.at > 3 * MINUTE;
  const text = isOld ? statusLine.dataset.offline : statusLine.dataset.updated;
  statusLine.textContent = text.replace("{time}", clockText(state.at, clock.dataset.pattern));
  statusLine.classList.toggle("is-cut", isOld);
}

// The last news, kept over a reload without a network. Where the browser keeps nothing, the display goes on without.

const KEY = `wall:${location.pathname}`;

function keep(news) {
  try {
    localStorage.setItem(KEY, JSON.stringify(news));
  } catch {
    // Full, or not allowed.
  }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

// What people and machines may do

function act(what) {
  if (what === "pause") {
    state.isPaused = !state.isPaused;
    controls.querySelector("[data-do=pause]").setAttribute("aria-pressed", String(state.isPaused));
  } else if (what === "fullscreen") {
    document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
  } else {
    step(what === "previous" ? -1 : 1);
  }
}

const KEYS = { ArrowRight: "next", ArrowLeft: "previous", " ": "pause", f: "fullscreen" };

function onKey(event) {
  const isButton = event.target.closest("button") !== null && event.key === " ";
  const isOurs = !event.ctrlKey && !event.metaKey && !event.altKey && event.key in KEYS;
  if (isOurs && !isButton) {
    event.preventDefault();
    act(KEYS[event.key]);
  }
}

let still;
function onMove() {
  document.documentElement.classList.add("is-steered");
  clearTimeout(still);
  still = setTimeout(() => document.documentElement.classList.remove("is-steered"), 4000);
}

async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // A display that may not be kept awake from here is set up to stay awake by itself.
  }
}

// The clock drives everything

let minute = "";
function tick() {
  const text = clockText(now(), clock.dataset.pattern);
  if (text !== minute) {
    minute = text;
    clock.textContent = text;
    tell();
    show(state.slide);
  }
  state.left -= state.isPaused ? 0 : 1;
  const slide = slides().find((one) => one.dataset.slide === state.slide);
  if (state.left <= 0 || !slide || !isToShow(slide)) {
    step(1);
  }
}

function begin() {
  const last = kept();
  if (last && last.at >= state.at) {
    state.skew = last.skew;
    put(last.at, new DOMParser().parseFromString(last.html, "text/html").body);
  } else {
    state.skew = skewAt(state.at);
  }
  document.documentElement.classList.add("is-live");
  controls.hidden = false;
  step(1);
  tick();
  setInterval(tick, 1000);
  setInterval(renew, Number(wall.dataset.refresh) * 1000);
  renew();
  stayAwake();
  // Other letters take other room.
  document.fonts.ready.then(() => show(state.slide));
  addEventListener("online", renew);
  addEventListener("resize", () => show(state.slide));
  addEventListener("keydown", onKey);
  addEventListener("pointermove", onMove);
  controls.addEventListener("click", (event) => act(event.target.dataset.do));
  document.addEventListener("visibilitychange", () => document.hidden || stayAwake());
}

begin();
