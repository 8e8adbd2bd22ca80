// Checks volunteers in by the camera or a scanner that types: what is read is put into the form, which answers on the
// same page, so that the camera stays open.

import * as camera from "./camera.js";
import * as keys from "./keys.js";
import * as sound from "./sound.js";

const form = document.getElementById("scan-form");
const said = document.getElementById("said");
const stage = document.getElementById("camera");
let isBusy = false;

async function send(event) {
  event.preventDefault();
  if (isBusy || !form.reportValidity()) return;
  isBusy = true;
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), signal: AbortSignal.timeout(20_000) });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const answer = page.getElementById("said");
    if (!answer) return location.reload(); // signed out meanwhile
    said.replaceChildren(...answer.childNodes);
    sound.signal(said.querySelector("[data-tone]")?.dataset.tone ?? "warn");
    form.elements.text.value = "";
  } catch {
    said.textContent = said.dataset.failed;
    sound.signal("bad");
  } finally {
    isBusy = false;
  }
}

function found(text) {
  form.elements.text.value = text;
  form.requestSubmit();
}

function showCamera(how) {
  stage.dataset.state = how;
  for (const part of stage.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(how);
  for (const line of stage.querySelectorAll("[data-reason]")) line.hidden = line.dataset.reason !== how;
}

form.addEventListener("submit", send);
camera.bind({ onText: found, onChange: showCamera, whenReady: () => !isBusy });
stage.querySelector("[data-start]").addEventListener("click", camera.start);
stage.querySelector("[data-stop]").addEventListener("click", camera.stop);
keys.listen(found, () => !isBusy);
for (const touched of ["pointerdown", "keydown"]) addEventListener(touched, sound.allow);
showCamera("closed");
stage.hidden = false;
