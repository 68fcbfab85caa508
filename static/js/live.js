// The live page: shows screens, submits commands, keeps focus and typed text. Stores nothing in the browser.

import { advanceAfter, stay } from "./live/advance.js";
import * as commands from "./live/commands.js";
import { commandForm } from "./live/fields.js";
import { Fallback } from "./live/fallback.js";
import { followLink } from "./live/errors.js";
import { openHelp } from "./live/help.js";
import { arrange } from "./live/pages.js";
import { announcements, heading, moveFocus, parsePart, part, replacePart, visit } from "./live/parts.js";
import { Connection } from "./live/socket.js";
import { connection, presence, speak, wait, word } from "./live/status.js";

const PARTS = ["room", "theirs", "mine"];
const FALL_BACK_AFTER = 3; // failed attempts to connect
const LAST_WORDS = { 4401: "signed-out", 4403: "not-yours", 4404: "no-session" };
const root = document.querySelector("[data-live-socket]");
let revision = 0; // of the screen that is shown
let own = []; // accepted commands whose screen is still to come

function showParts(fresh, isOwn) {
  const before = { visit: visit(), said: announcements(), atHeading: document.activeElement === heading() };
  replacePartsOf(fresh);
  if (isOwn) return;
  if (visit() !== before.visit) arrive(before.atHeading);
  if (visit() !== before.visit && heading()) speak(word("step", { title: heading().textContent.trim() }));
  for (const [beside, text] of announcements()) if (!before.said.has(beside)) speak(text);
}

/** The other has led on: whoever is busy with something on the page stays there, others see the new heading. */
function arrive(wasAtHeading) {
  const held = document.activeElement;
  if (held && held !== document.body && held !== heading()) return;
  if (wasAtHeading) moveFocus(heading());
  heading()?.scrollIntoView({ block: "nearest" });
}

function replacePartsOf(fresh) {
  for (const name of PARTS) if (fresh[name]) replacePart(name, fresh[name]);
  arrange();
}

/** After a command of one's own: focus the new heading if the visit changed, what its form leads to, or the nearest target if the button is gone. */
function restoreFocus(entry) {
  const lost = document.activeElement === document.body || !document.activeElement;
  const ahead = entry.form.dataset.leadsTo;
  if (entry.visit !== visit()) moveFocus(heading());
  else if (ahead) moveFocus(document.getElementById(ahead));
  else if (lost) moveFocus(document.querySelector("[data-part] [data-focus]") ?? heading());
}

function restoreFocusUpTo(reached) {
  const due = own.filter((each) => each.revision <= reached);
  own = own.filter((each) => each.revision > reached);
  if (due.length) restoreFocus(due[0].entry);
}

const frames = {
  screen(frame) {
    commands.flushDrafts();
    const fresh = Object.fromEntries(Object.entries(frame.parts).map(([name, html]) => [name, parsePart(html)]));
    showParts(fresh, own.some((each) => each.revision <= frame.revision));
    revision = frame.revision;
    restoreFocusUpTo(revision);
  },
  accepted(frame) {
    const entry = commands.accepted(frame.id);
    if (!entry) return;
    if (entry.frame.name === "leave") return window.location.assign(root.dataset.liveHome);
    own.push({ revision: frame.revision, entry });
    restoreFocusUpTo(revision);
  },
  refused: (frame) => commands.refused(frame),
  saved: (frame) => commands.saved(frame.visit),
  presence: (frame) => presence(frame.partner),
};

function over(code) {
  socket.end();
  fallback.stop();
  if ("observing" in root.dataset) for (const name of PARTS) part(name).replaceChildren(); // an observer without access must not go on seeing it
  const panelSaysIt = code !== 4404 && root.querySelector("[data-closed]");
  connection(panelSaysIt ? "" : word(LAST_WORDS[code]), "over");
  speak(word(LAST_WORDS[code]));
  close(code === 4401 ? "signed-out" : "access-ended");
}

// Signed out, or access has ended: remove everything but unsent text, which can be copied.
function close(because) {
  const closed = root.querySelector("[data-closed]");
  if (!closed) return;
  const words = [...root.querySelectorAll("[data-part] textarea, [data-part] input[type='text']")];
  const unsent = words.map((control) => control.value.trim()).filter(Boolean);
  for (const name of PARTS) part(name).replaceChildren();
  for (const gone of root.querySelectorAll("[data-absent], [data-presence-line], [data-reader]")) gone.hidden = true;
  closed.querySelector("[data-closed-words]").hidden = unsent.length === 0;
  for (const text of unsent) {
    const line = document.createElement("p");
    line.className = "said";
    line.textContent = text;
    closed.querySelector("[data-closed-words]").append(line);
  }
  for (const one of closed.querySelectorAll("[data-closed-because]")) one.hidden = one.dataset.closedBecause !== because;
  closed.hidden = false;
  closed.focus();
}

const fallback = new Fallback(root.dataset.livePage, {
  answered(id, taken, page) {
    const entry = taken ? commands.accepted(id) : commands.answeredByPage(id);
    if (!entry) return;
    showPage(page, true);
    if (taken) restoreFocus(entry);
    else moveFocus(document.querySelector("[data-part] .errors:not([hidden])"));
  },
  loaded(page) {
    if (!page) return connection(word(navigator.onLine ? "reconnecting" : "offline"), "lost");
    connection(word("slow"), "slow");
    showPage(page, false);
  },
  over,
});

function showPage(page, isOwn) {
  const holder = (name) => {
    const fragment = document.createDocumentFragment();
    fragment.append(...page.getElementById(`part-${name}`).childNodes);
    return fragment;
  };
  showParts(Object.fromEntries(PARTS.map((name) => [name, holder(name)])), isOwn);
  presence(page.querySelector("[data-presence-line]")?.dataset.presenceLine);
}

const socket = new Connection(root.dataset.liveSocket, {
  frame: (frame) => frames[frame.type]?.(frame),
  opened() {
    const wasLost = root.querySelector("[data-connection]").dataset.state === "lost";
    fallback.stop();
    connection("", "");
    if (wasLost) speak(word("back"));
    commands.resend();
  },
  lost(failures) {
    revision = 0;
    own = [];
    commands.lost();
    if (failures < FALL_BACK_AFTER) connection(word(navigator.onLine ? "reconnecting" : "offline"), "lost");
    else fallback.start();
  },
  over,
});
commands.deliverWith((frame) => socket.send(frame));

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-command]");
  if (!form) return;
  event.preventDefault();
  commands.submit(form, event.submitter);
});
for (const type of ["input", "change"]) {
  root.addEventListener(type, (event) => {
    commands.typed(event.target);
    if (type === "change" && event.target.form) arrange(event.target.form);
  });
}
root.addEventListener("keydown", (event) => {
  stay();
  const form = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing && commandForm(event.target);
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});
root.addEventListener("click", (event) => {
  followLink(event);
  advanceAfter(event);
  if (event.target.closest("[aria-disabled='true']")) return event.preventDefault();
  if (!event.target.closest("[data-wait], [data-own-part]")) return;
  event.preventDefault();
  wait();
  moveFocus(event.target.closest("[data-wait]") ? heading() : part("mine").querySelector("h2, legend, label") ?? heading());
});
document.addEventListener("click", openHelp);
// Without a connection nothing more can be saved: the browser asks before the page goes. Exiting never asks.
window.addEventListener("beforeunload", (event) => {
  if (!socket.ready && commands.unsaved() && !document.documentElement.classList.contains("gone")) event.preventDefault();
});
window.addEventListener("pagehide", () => commands.flushDrafts());

connection(word("connecting"), "connecting");
arrange();
