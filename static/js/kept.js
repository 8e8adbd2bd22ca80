// How long places are still kept, beside the time that the page says in words; nothing is read out while it counts.
const box = document.getElementById("kept");
const left = box.querySelector("[data-left]");
const SECOND = 1000;
// Counted from what the server says is left: a device's own clock may be minutes off.
const until = Date.now() + Number(box.dataset.seconds) * SECOND;

function show() {
  const seconds = Math.ceil((until - Date.now()) / SECOND);
  if (seconds <= 0) return over();
  left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function over() {
  clearInterval(clock);
  const text = box.querySelector("[data-kept-text]");
  text.setAttribute("role", "status");
  text.textContent = box.dataset.over;
  box.classList.add("is-over");
}

const clock = setInterval(show, SECOND);
show();
