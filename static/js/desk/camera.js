// Reads QR codes with the device's camera: by the browser itself where it can (BarcodeDetector), else by the package
// qr-scanner in a worker, whose address the page gives where the site has it.

const EVERY = 120; // milliseconds between two looks
const AGAIN = 3000; // the same code counts once, until it has been out of sight this long
const WIDE = 640; // pixels that are looked at: more finds no more and is slow on an old phone

const place = document.getElementById("camera");
const video = place.querySelector("video");
const torch = place.querySelector("[data-torch]");
const turn = place.querySelector("[data-turn]");

let stream;
let look; // reads a frame: a text, or nothing
let timer;
let isWanted = false;
let chosen; // the camera that was turned to
let seen = { text: "", at: 0 };
let found = () => {};
let isReady = () => true;
let changed = () => {};

async function reader() {
  const native = window.BarcodeDetector && (await BarcodeDetector.getSupportedFormats().catch(() => []));
  if (native?.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async () => (await detector.detect(video))[0]?.rawValue;
  }
  if (!place.dataset.scanner) throw new DOMException("", "NoReader");
  const { default: QrScanner } = await import(place.dataset.scanner);
  const qrEngine = await QrScanner.createQrEngine();
  const canvas = document.createElement("canvas");
  canvas.getContext("2d", { willReadFrequently: true }); // the package asks for it without, and is told off for it
  return async () =>
    QrScanner.scanImage(video, { qrEngine, canvas, scanRegion: middle(), returnDetailedScanResult: true }).then(
      ({ data }) => data,
      () => "",
    );
}

// What the preview shows of the picture: its largest square.
function middle() {
  const side = Math.min(video.videoWidth, video.videoHeight);
  const shown = Math.min(side, WIDE);
  const [x, y] = [(video.videoWidth - side) / 2, (video.videoHeight - side) / 2];
  return { x, y, width: side, height: side, downScaledWidth: shown, downScaledHeight: shown };
}

async function step() {
  if (!stream) return;
  const text = video.readyState >= video.HAVE_CURRENT_DATA ? await look().catch(() => "") : "";
  if (text) see(text);
  if (stream) timer = setTimeout(step, EVERY);
}

// What is seen while somebody has to decide something is seen again afterwards; what they decide about is not.
function see(text) {
  const now = Date.now();
  const isSame = text === seen.text && (now - seen.at < AGAIN || !isReady());
  if (!isSame && !isReady()) return;
  seen = { text, at: now };
  if (!isSame) found(text);
}

// Why there is no camera, as the name of a sentence.
function reason(error) {
  if (!window.isSecureContext) return "camera-insecure";
  const names = {
    NotAllowedError: "camera-refused", SecurityError: "camera-refused", NotFoundError: "camera-none",
    OverconstrainedError: "camera-none", NotReadableError: "camera-busy", AbortError: "camera-busy", NoReader: "camera-no-reader",
  };
  return names[error.name] ?? "camera-none";
}

async function open() {
  if (!navigator.mediaDevices) throw new DOMException("", "NotFoundError");
  look ??= await reader(); // first: nobody is asked for a camera that could read nothing
  const facing = chosen ? { deviceId: { exact: chosen } } : { facingMode: { ideal: "environment" } };
  const opened = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...facing, width: { ideal: 1280 } } });
  if (!isWanted) return opened.getTracks().forEach((track) => track.stop());
  stream = opened;
  video.srcObject = stream;
  await video.play();
  await showTools();
  return step();
}

async function showTools() {
  const [track] = stream.getVideoTracks();
  track.addEventListener("ended", () => isWanted && pause()); // unplugged, or another app took it
  torch.hidden = !track.getCapabilities?.().torch;
  torch.setAttribute("aria-pressed", "false");
  const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "videoinput");
  turn.hidden = cameras.length < 2;
}

export async function start() {
  isWanted = true;
  changed("opening");
  try {
    await open();
    if (isWanted) changed("open");
  } catch (error) {
    stop();
    changed(reason(error));
  }
}

function pause() {
  clearTimeout(timer);
  stream?.getTracks().forEach((track) => track.stop());
  stream = undefined;
  video.srcObject = null;
}

export function stop() {
  isWanted = false;
  pause();
  changed("closed");
}

async function turnAround() {
  const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "videoinput");
  const now = stream?.getVideoTracks()[0].getSettings().deviceId;
  chosen = cameras[(cameras.findIndex(({ deviceId }) => deviceId === now) + 1) % cameras.length]?.deviceId;
  pause();
  await start();
}

async function light() {
  const isOn = torch.getAttribute("aria-pressed") !== "true";
  await stream.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: isOn }] });
  torch.setAttribute("aria-pressed", String(isOn));
}

export function bind({ onText, onChange, whenReady }) {
  [found, changed, isReady] = [onText, onChange, whenReady];
  torch.addEventListener("click", () => light().catch(() => (torch.hidden = true)));
  turn.addEventListener("click", turnAround);
  // A camera that nobody looks through drains the battery; it comes back with the page.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) pause();
    else if (isWanted && !stream) start();
  });
}
