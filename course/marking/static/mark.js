// Saves points and remarks as they are given, and lets the keyboard do all of it.
"use strict";

const main = document.querySelector("main");
const status = document.querySelector("#status");
const remark = document.querySelector("#remark");
const other = document.querySelector("#other");
const reused = document.querySelector("#reused");
const names = document.querySelector("#names");
const keys = document.querySelector("#keys");
const LETTERS = "abcdefgij";

// --- saving: one request at a time, the newest values of each field ---

let waiting = {};
let sending = Promise.resolve();

function save(change) {
  Object.assign(waiting, change);
  status.textContent = main.dataset.saving;
  sending = sending.then(send);
  return sending;
}

async function send() {
  const change = waiting;
  waiting = {};
  if (!Object.keys(change).length) return;
  try {
    const response = await fetch(main.dataset.save, {
      method: "POST",
      keepalive: true,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ student: main.dataset.student, ...change }),
    });
    const said = response.headers.get("Content-Type").includes("json") ? await response.json() : {};
    if (!response.ok) throw new Error(said.error || main.dataset.unreadable);
    status.textContent = main.dataset.saved;
    document.querySelector("#done").textContent = said.done;
    document.querySelector("#progress").value = said.done;
    showReused(said.remarks);
    status.classList.remove("failed");
  } catch (error) {
    waiting = { ...change, ...waiting };
    status.textContent = `${main.dataset.failed} ${error.message}`;
    status.classList.add("failed");
  }
}

// --- points ---

function choose(radio) {
  radio.checked = true;
  other.value = radio.value;
  save({ points: radio.value });
}

for (const radio of document.querySelectorAll("[name=points]")) {
  radio.addEventListener("change", () => choose(radio));
}
other.addEventListener("input", () => {
  for (const radio of document.querySelectorAll("[name=points]")) {
    radio.checked = other.value !== "" && Number(other.value.replace(",", ".")) === Number(radio.value);
  }
  save({ points: other.value });
});

// --- remarks ---

remark.addEventListener("input", () => save({ remark: remark.value }));

function lines() {
  return remark.value.split("\n").map((line) => line.trim()).filter(Boolean);
}

function toggle(line) {
  const given = lines();
  const rest = given.filter((other) => other !== line);
  remark.value = (rest.length === given.length ? [...given, line] : rest).join("\n");
  save({ remark: remark.value });
  mark();
}

function mark() {
  const given = new Set(lines());
  for (const button of reused.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", given.has(button.dataset.line));
  }
}

function showReused(remarks) {
  const focused = document.activeElement?.dataset?.line;
  reused.replaceChildren(
    ...remarks.map((line, place) => {
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.dataset.line = line;
      const key = Object.assign(document.createElement("kbd"), { textContent: LETTERS[place] });
      button.append(key, ` ${line}`);
      const item = document.createElement("li");
      item.append(button);
      return item;
    }),
  );
  mark();
  if (focused) [...reused.querySelectorAll("button")].find((b) => b.dataset.line === focused)?.focus();
}

reused.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) toggle(button.dataset.line);
});

// --- names, and moving on ---

function showNames(shown) {
  document.querySelector("#name").hidden = !shown;
  names.setAttribute("aria-pressed", shown);
  sessionStorage.setItem("names", shown ? "shown" : "");
}
names.addEventListener("click", () => showNames(document.querySelector("#name").hidden));
keys.addEventListener("change", () => sessionStorage.setItem("keys", keys.checked ? "" : "off"));

async function go(link) {
  await sending;
  if (Object.keys(waiting).length) await save({});
  if (!Object.keys(waiting).length) location.assign(link.href);
}
for (const link of document.querySelectorAll("nav a")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link);
  });
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("textarea, [type=text]");
  if (event.key === "Escape" && typing) return event.target.blur();
  if (typing || !keys.checked || event.ctrlKey || event.altKey || event.metaKey) return;
  const target =
    document.querySelector(`[data-key="${CSS.escape(event.key)}"]`) ||
    { p: document.querySelector("#previous"), n: document.querySelector("#next"), u: document.querySelector("#open") }[event.key] ||
    { r: remark, h: names }[event.key] ||
    (LETTERS.includes(event.key) && reused.querySelectorAll("button")[LETTERS.indexOf(event.key)]);
  if (!target) return;
  event.preventDefault();
  if (target === remark) remark.focus();
  else if (target.matches("[type=radio]")) choose(target);
  else target.click();
});

showNames(sessionStorage.getItem("names") === "shown");
keys.checked = sessionStorage.getItem("keys") !== "off";
mark();
