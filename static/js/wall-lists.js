// What is on and what comes next on the mall's display, from the list of sessions that came with the page.

// Times are the expo's, whatever zone the machine of the display believes to be in.

const ZONE = "Asia/Bangkok";
const TIME = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE });

function clockText(moment, pattern) {
  const [hour, minute] = TIME.format(moment).split(":");
  return pattern.replace("{hour}", hour).replace("{minute}", minute);
}

const isOnSameDay = (one, other) => DAY.format(one) === DAY.format(other);

function sessions(wall) {
  return [...wall.querySelectorAll("#ahead > li")].map((item) => ({
    item,
    zone: item.dataset.zone,
    starts: Date.parse(item.dataset.starts),
    ends: Date.parse(item.dataset.ends),
    isAllDay: "allDay" in item.dataset,
  }));
}

const isOn = (session, at) => session.starts <= at && at < session.ends;

// Of what is to come only what comes on the same day as the first: today's, or tomorrow's.
function chosen(all, which, at) {
  const timed = all.filter((session) => !session.isAllDay);
  if (which === "now") {
    return timed.filter((session) => isOn(session, at));
  }
  const coming = timed.filter((session) => session.starts > at);
  return coming.filter((session) => isOnSameDay(session.starts, coming[0].starts));
}

function hasAny(wall, which, at) {
  const all = sessions(wall);
  const isOpenAllDay = which === "now" && all.some((session) => session.isAllDay && isOn(session, at));
  return isOpenAllDay || chosen(all, which, at).length > 0;
}

const MOST_IN_A_COLUMN = 5;
// How many each column shows at least, and whether less is told of each: the first that the screen holds.
const ROOM = [[2, false], [2, true], [1, false], [1, true]];

function fillSlide(wall, slide, at, turn) {
  const which = slide.dataset.slide;
  if (which !== "now" && which !== "next") {
    return;
  }
  const all = sessions(wall);
  const those = chosen(all, which, at);
  nameDay(slide, those[0], at);
  showAllDay(slide, all, at, turn);
  const columns = [...slide.querySelectorAll(".wall-column")].map((column) => ({
    column,
    here: those.filter((session) => session.zone === column.dataset.zone),
  }));
  const fill = ({ column, here }, most) => fillColumn(column, here, { at, most, turn });
  const least = ROOM.find(([most, isTight]) => {
    slide.classList.toggle("is-tight", isTight);
    columns.forEach((one) => fill(one, most));
    return fits(slide);
  });
  columns.forEach((one) => fillUp(slide, one, fill, least ? least[0] : 1));
}

// As many in each column as the screen holds.
function fillUp(slide, one, fill, least) {
  for (let most = least + 1; most <= Math.min(MOST_IN_A_COLUMN, one.here.length); most += 1) {
    fill(one, most);
    if (!fits(slide)) {
      fill(one, most - 1);
      return;
    }
  }
}

function fits(slide) {
  const boxes = [slide, ...slide.querySelectorAll(".wall-columns, .wall-column")];
  return boxes.every((box) => box.scrollHeight <= box.clientHeight + 1);
}

function nameDay(slide, first, at) {
  const day = slide.querySelector("h2 [data-day]");
  if (day && first) {
    day.hidden = isOnSameDay(first.starts, at);
    day.textContent = first.item.dataset.day;
  }
}

// A list too long for the screen goes on where it left off when its slide comes again.
function fillColumn(column, here, { at, most, turn }) {
  const pages = Math.max(Math.ceil(here.length / most), 1);
  const first = (turn % pages) * most;
  const part = here.slice(first, first + most);
  column.querySelector("ol").replaceChildren(...part.map((session) => entry(session, at)));
  column.classList.toggle("is-empty", here.length === 0);
  const more = column.querySelector(".wall-more");
  more.hidden = here.length <= part.length;
  more.textContent = more.dataset.text.replace("{count}", here.length - part.length);
}

function entry(session, at) {
  const item = session.item.cloneNode(true);
  if (isOn(session, at)) {
    const bar = document.createElement("progress");
    bar.max = session.ends - session.starts;
    bar.value = at - session.starts;
    bar.setAttribute("aria-hidden", "true");
    item.querySelector(".wall-time").append(bar);
  }
  return item;
}

const MOST_ALL_DAY = 4;

function showAllDay(slide, all, at, turn) {
  const line = slide.querySelector("p[data-all-day]");
  if (!line) {
    return;
  }
  const open = all.filter((session) => session.isAllDay && isOn(session, at));
  const first = (turn % Math.max(Math.ceil(open.length / MOST_ALL_DAY), 1)) * MOST_ALL_DAY;
  const names = open.slice(first, first + MOST_ALL_DAY).map((session) => session.item.querySelector(".wall-title"));
  line.hidden = open.length === 0;
  line.querySelector("span").textContent = names.map((name) => name.textContent).join(" · ");
}
