// Strokes are kept as lines in a square of 28 by 28, and drawn anew at whatever size is needed.
import { seen, trace } from "./seen.js";
import { say, translatePage } from "./words.js";

const SIDE = 28;
const PEN = 2.2;
const [pad, view] = ["pad", "view"].map((id) => document.getElementById(id));
const [rows, verdict, problem] = ["rows", "verdict", "problem"].map((id) => document.getElementById(id));

let strokes = [];
let pen = { x: SIDE / 2, y: SIDE / 2, down: false, shown: false }; // the keyboard's

const shares = Array.from({ length: 10 }, (_, digit) => {
  const row = rows.insertRow();
  const name = document.createElement("th");
  name.scope = "row";
  name.textContent = digit;
  const track = document.createElement("div");
  track.className = "track";
  const bar = document.createElement("div");
  bar.className = "bar";
  track.append(bar);
  row.append(name);
  row.insertCell().append(track);
  const share = row.insertCell();
  share.className = "share";
  return { row, bar, share };
});

// --- drawing ---------------------------------------------------------------------------------------------
function draw() {
  const context = pad.getContext("2d");
  const scale = pad.width / SIDE;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, SIDE, SIDE);
  const { color, outlineColor } = getComputedStyle(pad);
  context.strokeStyle = color;
  trace(context, strokes, PEN);
  if (pen.shown) {
    context.beginPath();
    context.arc(pen.x, pen.y, PEN * 0.7, 0, 7);
    Object.assign(context, { lineWidth: 0.3, strokeStyle: outlineColor, fillStyle: outlineColor });
    context.stroke();
    if (pen.down) context.fill();
  }
}

function changed() {
  draw();
  ask();
}

function point(event) {
  const box = pad.getBoundingClientRect();
  const inside = (value) => Math.min(SIDE, Math.max(0, value));
  return [
    inside(((event.clientX - box.left) / box.width) * SIDE),
    inside(((event.clientY - box.top) / box.height) * SIDE),
  ];
}

let line = null; // that the pointer draws

pad.addEventListener("pointerdown", (event) => {
  if (!event.isPrimary || event.button !== 0) return;
  pad.setPointerCapture(event.pointerId);
  pen.shown = pen.down = false;
  line = [point(event)];
  strokes.push(line);
  changed();
});
pad.addEventListener("pointermove", (event) => {
  if (!event.isPrimary || !pad.hasPointerCapture(event.pointerId)) return;
  if (!strokes.includes(line)) return; // undone meanwhile
  for (const part of event.getCoalescedEvents?.() ?? [event]) line.push(point(part));
  changed();
});

// --- keyboard --------------------------------------------------------------------------------------------
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const held = new Set();

pad.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === " ") {
    pen.down = !event.repeat ? !pen.down : pen.down;
    if (pen.down && !event.repeat) strokes.push([[pen.x, pen.y]]);
  } else if (event.key in MOVES) {
    held.add(event.key);
    for (const key of held) {
      pen.x = Math.min(SIDE - 1, Math.max(1, pen.x + MOVES[key][0]));
      pen.y = Math.min(SIDE - 1, Math.max(1, pen.y + MOVES[key][1]));
    }
    if (pen.down) strokes.at(-1).push([pen.x, pen.y]);
  } else if (event.key === "Backspace") {
    undo();
  } else if (event.key === "Delete") {
    clear();
  } else {
    return;
  }
  event.preventDefault();
  pen.shown = true;
  changed();
});
pad.addEventListener("keyup", (event) => held.delete(event.key));
pad.addEventListener("blur", () => {
  held.clear();
  pen.shown = pen.down = false;
  draw();
});

function undo() {
  strokes.pop();
  pen.down = false;
  changed();
}

function clear() {
  strokes = [];
  pen.down = false;
  changed();
}

document.getElementById("undo").addEventListener("click", undo);
document.getElementById("clear").addEventListener("click", clear);

// --- asking ----------------------------------------------------------------------------------------------
// One request at a time: when it is answered, the drawing of that moment goes next.
let waiting = false;
let stale = false;

async function ask() {
  if (waiting) {
    stale = true;
    return;
  }
  const image = seen(strokes, PEN);
  look(image);
  if (!image) {
    problem.textContent = "";
    show(null);
    return;
  }
  waiting = true;
  try {
    const response = await fetch("/predict", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ image, scale: 255 }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error.message);
    problem.textContent = "";
    show(strokes.length ? answer.predictions[0] : null);
  } catch (error) {
    problem.textContent = say("No answer from the service: {0}", error.message);
    show(null, "");
  }
  waiting = false;
  if (stale) {
    stale = false;
    ask();
  }
}

function look(image) {
  const context = view.getContext("2d");
  const pixels = context.createImageData(SIDE, SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) pixels.data.set([...Array(3).fill(image ? image[i] : 0), 255], 4 * i);
  context.putImageData(pixels, 0, 0);
  view.setAttribute("aria-label", say(image ? "Your digit in white on black, centred" : "Nothing yet"));
}

let announcing;

// No network is certain, so nothing is rounded to all or nothing.
function percent(share) {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const shown = (value) => `${value.toLocaleString(document.documentElement.lang, digits)} %`;
  if (share > 0.999) return `> ${shown(99.9)}`;
  return share < 0.001 ? `< ${shown(0.1)}` : shown(100 * share);
}

function show(prediction, otherwise = say("Nothing drawn yet.")) {
  shares.forEach(({ row, bar, share }, digit) => {
    const value = prediction ? prediction.probabilities[digit] : 0;
    bar.style.width = `${100 * value}%`;
    share.textContent = prediction ? percent(value) : "";
    row.className = prediction?.class === digit ? "first" : "";
  });
  // Said when the pen rests: a screen reader would otherwise speak without a pause.
  clearTimeout(announcing);
  announcing = setTimeout(() => {
    verdict.textContent = prediction
      ? say("A {0}, with a probability of {1}.", prediction.class, percent(prediction.confidence))
      : otherwise;
  }, 300);
}

// --- start -----------------------------------------------------------------------------------------------
await translatePage();
draw();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
look(null);
try {
  const { model } = await (await fetch("/health")).json();
  const facts = [model.name, model.version, model.sha256];
  document.getElementById("model").textContent = say("Model {0}, version {1}, SHA-256 {2}", ...facts);
} catch {
  problem.textContent = say("The service is not ready. Reload the page in a moment.");
}
