// The visitor's own plan: what hearts mark is kept in this browser, one list for each edition, and shown on its page.
//
// localStorage["plan-2026"] = { kept: { CODE: [starts at, what, page, is it on the person's page] }, dropped: [CODE] }

const MOST = 100;
const say = (detail) => document.dispatchEvent(new CustomEvent("say", { detail }));
const isObject = (thing) => typeof thing === "object" && thing !== null && !Array.isArray(thing);
const days = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const nameOf = (year) => `plan-${year}`;

function read(year) {
  try {
    const plan = JSON.parse(localStorage.getItem(nameOf(year)));
    const kept = isObject(plan?.kept) ? Object.entries(plan.kept).filter(([, row]) => Array.isArray(row)) : [];
    return { kept: Object.fromEntries(kept), dropped: Array.isArray(plan?.dropped) ? plan.dropped : [] };
  } catch {
    return { kept: {}, dropped: [] }; // nothing to read, or nothing that can be read
  }
}

function write(year, plan) {
  try {
    localStorage.setItem(nameOf(year), JSON.stringify(plan));
    return true;
  } catch {
    say("blocked");
    return false;
  }
}

function years() {
  try {
    return Object.keys(localStorage).filter((name) => /^plan-\d{4}$/.test(name)).map((name) => name.slice(5));
  } catch {
    return [];
  }
}

// What the page shows

const heart = document.getElementById("heart");
const nav = [...document.querySelectorAll("[data-plan-count]")];

// Rows of a list have no hearts of their own: a page of a hundred stays light without.
function addHeart(row) {
  const link = row.querySelector("a");
  const [, year] = /\/(\d{4})\//.exec(link?.pathname) ?? [];
  if (!nav.some((count) => count.dataset.planCount === year)) return; // that expo is over
  const time = row.querySelector("time");
  const what = `${link.textContent.trim()} · ${time.textContent}`;
  const button = heart.content.firstElementChild.cloneNode(true);
  Object.assign(button.dataset, { favourite: row.dataset.session, year, at: time.dateTime, what });
  button.setAttribute("aria-label", `${heart.dataset.keep}: ${what}`);
  row.append(button);
}

function paint() {
  for (const row of document.querySelectorAll("article[data-session]")) {
    if (!row.querySelector("[data-favourite]")) addHeart(row);
  }
  const plans = {};
  const kept = (year) => (plans[year] ??= read(year)).kept;
  for (const button of document.querySelectorAll("[data-favourite]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", button.dataset.favourite in kept(button.dataset.year));
  }
  for (const count of nav) {
    const number = String(Object.keys(kept(count.dataset.planCount)).length);
    count.hidden = number === "0";
    if (count.textContent !== number) count.textContent = number; // what is painted must not be painted again for it
  }
  for (const button of document.querySelectorAll("[data-favourites-add]")) {
    button.hidden = !document.querySelector("[data-favourite]");
  }
}

// Keeping and letting go

function keep(plan, button) {
  const { favourite, at, what } = button.dataset;
  const link = button.closest("article, li")?.querySelector("a[href*='/activities/']");
  plan.kept[favourite] ??= [at, what, link && !link.href.endsWith(".ics") ? link.pathname : location.pathname, 0];
  plan.dropped = plan.dropped.filter((code) => code !== favourite);
}

function toggle(button) {
  const { favourite, year } = button.dataset;
  const plan = read(year);
  const isKept = favourite in plan.kept;
  if (!isKept && Object.keys(plan.kept).length >= MOST) return say("full");
  if (isKept) {
    if (plan.kept[favourite][3]) plan.dropped.push(favourite);
    delete plan.kept[favourite];
  } else keep(plan, button);
  if (write(year, plan)) say(isKept ? "dropped" : "kept");
  paint();
  showTools();
}

function addAll() {
  const hearts = [...document.querySelectorAll("main [data-favourite]")];
  const plan = read(hearts[0].dataset.year);
  for (const button of hearts) if (Object.keys(plan.kept).length < MOST) keep(plan, button);
  const isWhole = hearts.every((button) => button.dataset.favourite in plan.kept);
  if (write(hearts[0].dataset.year, plan)) say(isWhole ? "all" : "full");
  paint();
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-favourite]");
  if (button) toggle(button);
  else if (target.closest?.("[data-favourites-add]")) addAll();
});

// The page of the plan

const page = document.querySelector("[data-plan]");
const rows = page?.querySelector("[data-plan-rows]");

async function fetched(codes) {
  const query = new URLSearchParams(codes.sort().map((code) => ["s", code]));
  const answer = await fetch(`${page.dataset.plan}?${query}`);
  if (!answer.ok) throw new Error(answer.status);
  const piece = document.createElement("div");
  piece.innerHTML = await answer.text();
  return piece;
}

async function showPlan() {
  const { year } = page.dataset;
  const plan = read(year);
  const codes = Object.keys(plan.kept);
  page.querySelector("[data-plan-empty]").hidden = codes.length > 0;
  if (!codes.length) return rows.replaceChildren();
  try {
    rows.replaceChildren(...(await fetched(codes)).childNodes);
    const known = new Set([...rows.querySelectorAll("[data-code]")].map((row) => row.dataset.code));
    const forgotten = codes.filter((code) => !known.has(code));
    for (const code of forgotten) delete plan.kept[code];
    if (forgotten.length) write(year, plan);
  } catch {
    rows.replaceChildren(saved(plan.kept));
  }
  document.dispatchEvent(new Event("plan"));
}

// Without a network: what was kept with each code.
function saved(kept) {
  const list = document.createElement("ul");
  list.className = "rows";
  for (const [at, what, path] of Object.values(kept).sort(([one], [other]) => new Date(one) - new Date(other))) {
    const link = Object.assign(document.createElement("a"), { href: path, textContent: what });
    const day = new Date(at).toLocaleDateString(days, { weekday: "long", day: "numeric", month: "long" });
    const row = document.createElement("li");
    row.append(`${day} · `, link);
    list.append(row);
  }
  return list;
}

// A row that was let go of stays until the next visit, so that one can take it back; what shares the plan follows.
async function showTools() {
  const tools = rows?.querySelector("[data-plan-tools]");
  const codes = Object.keys(read(page?.dataset.year).kept);
  if (!tools) return;
  tools.hidden = !codes.length;
  try {
    if (codes.length) tools.replaceChildren(...(await fetched(codes)).querySelector("[data-plan-tools]").childNodes);
  } catch {
    tools.hidden = true;
  }
  document.dispatchEvent(new Event("plan"));
}

// The person's page: what is new here goes there, what is there comes here.

async function merge(place) {
  const sent = new FormData();
  sent.append("csrfmiddlewaretoken", place.querySelector("[name=csrfmiddlewaretoken]").value);
  for (const year of years()) {
    const { kept, dropped } = read(year);
    for (const [code, row] of Object.entries(kept)) if (!row[3]) sent.append("s", code);
    for (const code of dropped) sent.append("drop", code);
  }
  const answer = await fetch(place.dataset.mergeFavourites, { method: "POST", body: sent });
  if (!answer.ok) return;
  const { plans, changed } = await answer.json();
  for (const year of new Set([...years(), ...Object.keys(plans)])) {
    const kept = Object.entries(plans[year] ?? {}).map(([code, row]) => [code, [...row, 1]]);
    if (!write(year, { kept: Object.fromEntries(kept), dropped: [] })) return;
  }
  if (changed) location.reload();
  else paint();
}

paint();
if (page) showPlan();
const place = document.querySelector("[data-merge-favourites]");
if (place) merge(place).catch(() => {}); // without a network it is merged at the next visit
addEventListener("storage", paint);
new MutationObserver(paint).observe(document.body, { childList: true, subtree: true });
