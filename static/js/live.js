// The live page: shows screens, submits commands, keeps focus and typed text. Stores nothing in the browser.

import { advanceAfter, stay } from "./live/advance.js";
import * as closed from "./live/closed.js";
import * as commands from "./live/commands.js";
import * as drafts from "./live/drafts.js";
import { commandForm } from "./live/fields.js";
import { CLOSES, Fallback } from "./live/fallback.js";
import { followLink, keepShown } from "./live/errors.js";
import { openHelp } from "./live/help.js";
import { arrange } from "./live/pages.js";
import { announcements, heading, moveFocus, parsePart, part, replacePart, visit } from "./live/parts.js";
import { Connection } from "./live/socket.js";
import { connection, presence, speak, wait, word } from "./live/status.js";

const PARTS = ["room", "theirs", "mine"];
const FALL_BACK_AFTER = 3; // failed attempts to connect
const LAST_WORDS = { 4401: "signed-out", 4403: "not-yours", 4404: "no-session", 4409: "anew", 4410: "another" };
const root = document.querySelector("[data-live-socket]");
let revision = 0; // of the screen that is shown
let own = []; // accepted commands whose screen is still to come
let isPlain = false; // nothing can be sent by script: forms are sent as forms

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
  for (const name of PARTS) if (fresh[name]) replacePart(name, fresh[name], drafts.leaving);
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
  saved: (frame) => commands.saved(frame),
  presence: (frame) => presence(frame.partner),
};

function over(code) {
  socket.end();
  fallback.stop();
  const panelSaysIt = closed.close(code) && code !== 4404;
  connection(panelSaysIt ? "" : word(LAST_WORDS[code]), "over");
  speak(word(LAST_WORDS[code]));
}

const fallback = new Fallback(root.dataset.livePage, {
  answered(id, taken, page) {
    const entry = taken ? commands.accepted(id) : commands.answeredByPage(id);
    if (!entry) return;
    showPage(page, true);
    if (taken) return restoreFocus(entry);
    keepShown();
    moveFocus(document.querySelector("[data-part] .errors:not([hidden])"));
  },
  loaded(page) {
    if (!page) return connection(word(navigator.onLine ? "reconnecting" : "offline"), "lost");
    connection(word("slow"), "slow");
    showPage(page, false);
  },
  kept(id, answer, refused) {
    if (answer && CLOSES.has(answer.status)) fallback.over(CLOSES.get(answer.status));
    else if (refused) commands.refused({ id, ...refused });
    else if (answer?.ok) commands.saved({ id });
    else commands.refused({ id, code: "try_again", message: "" });
  },
  impossible() {
    isPlain = true;
    commands.release();
    connection(word("plain"), "slow");
    delete root.dataset.live;
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
commands.deliverWith((frame) => socket.send(frame), (frame) => socket.send(frame) || fallback.draft(frame));

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-command], form[data-drop]");
  if (!form || isPlain) return;
  if ("drop" in form.dataset && !drafts.drop(form)) return;
  event.preventDefault();
  if ("drop" in form.dataset) form.parentElement.remove();
  else commands.submit(form, event.submitter);
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
  if (form.requestSubmit) form.requestSubmit();
  else form.querySelector("button:not([type=button])")?.click();
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
  if (!closed.isClosed() && commands.unsaved() && !socket.ready && !document.documentElement.classList.contains("gone")) event.preventDefault();
});
window.addEventListener("pagehide", drafts.look);
document.addEventListener("visibilitychange", () => document.hidden && drafts.look());

root.dataset.live = ""; // from here on what is typed is kept while it is typed, and the page may say so
if (!isPlain) connection(word("connecting"), "connecting");
arrange();
