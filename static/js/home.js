// A home page, or one on which somebody waits for an answer: looks again after a hint, when it comes into view, and each minute.

import { PAGE_OWNER, canAsk, isSilence, within } from "./live/asking.js";
import { morph, parsePage } from "./live/parts.js";
import { Connection } from "./live/socket.js";

const HOME = { protocol: "counterpoint.home.v1", hello: "here" };
const EVERY = 60_000, WITHIN = 10_000; // milliseconds
const place = document.querySelector("[data-home]");
let asking = false;
let again = false;

const headline = () => place.querySelector("h2")?.textContent.trim() ?? "";

async function look() {
  if (!canAsk || asking || document.hidden) {
    again = asking;
    return;
  }
  asking = true;
  try {
    await show(await fetch(window.location.pathname, { cache: "no-store", headers: PAGE_OWNER, ...within(WITHIN) }));
  } catch (error) {
    if (!isSilence(error)) throw error; // no network: the next time tells
  } finally {
    asking = false;
    if (again) {
      again = false;
      look();
    }
  }
}

async function show(answer) {
  if (answer.status >= 500 || answer.status === 429) return;
  const fresh = parsePage(await answer.text()).querySelector("[data-home]");
  if (answer.redirected || !answer.ok || !fresh) return window.location.replace(window.location.pathname);
  const before = headline();
  const held = place.contains(document.activeElement) ? document.activeElement : null;
  morph(place, fresh.childNodes);
  if (held && !held.isConnected) document.querySelector("main h1")?.focus();
  if (headline() !== before) document.querySelector("[data-home-status]").textContent = headline();
}

new Connection("/ws/home/", {
  frame: (frame) => frame.type === "changed" && look(),
  opened: look, // what happened before the connection stood, or while it was lost, told nobody
  lost() {},
  over: () => window.location.replace(window.location.pathname),
}, HOME);
window.setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
window.addEventListener("pageshow", (event) => event.persisted && look());
