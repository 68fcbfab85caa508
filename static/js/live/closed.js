// What stays of a page that may not be used any more: it says why, clears the screen, and keeps unsent words for their author.

import { PAGE_OWNER, canAsk, within } from "./asking.js";
import { part } from "./parts.js";

const BECAUSE = { 4401: "signed-out", 4403: "access-ended", 4404: "access-ended", 4409: "anew", 4410: "another" };
const WORDS = "[data-part] textarea, [data-part] input[type='text'], [data-part] [data-left-over] .said";
const root = document.querySelector("[data-live-socket]");
const panel = root.querySelector("[data-closed]");
let words = []; // only while this page is open; in sight only while nobody else is signed in
let because = "";

export const isClosed = () => because !== "";

/** Close the page for this reason, a code of the socket. Returns whether a panel says so. */
export function close(code) {
  because = BECAUSE[code];
  const found = panel ? [...root.querySelectorAll(WORDS)].map((each) => (each.value ?? each.textContent).trim()) : [];
  words = [...new Set(found.filter(Boolean))];
  for (const name of ["room", "theirs", "mine"]) part(name).replaceChildren();
  if (!panel) return false;
  for (const gone of root.querySelectorAll("[data-absent], [data-presence-line], [data-reader]")) gone.hidden = true;
  show();
  panel.hidden = false;
  panel.focus();
  return true;
}

function show() {
  const place = panel.querySelector("[data-closed-words]");
  for (const line of place.querySelectorAll(".said")) line.remove();
  for (const one of panel.querySelectorAll("[data-closed-because]")) one.hidden = !one.dataset.closedBecause.split(" ").includes(because);
  const seen = because === "another" ? [] : words;
  place.hidden = seen.length === 0;
  place.append(...seen.map((text) => Object.assign(document.createElement("p"), { className: "said", dir: "auto", textContent: text })));
}

/** Somebody else may have signed in meanwhile, or the author again: their words go out of sight, or come back. */
async function look() {
  if (!panel || !canAsk || document.hidden || (because === "access-ended" && !words.length)) return;
  let status = 0;
  try {
    status = (await fetch(root.dataset.livePage, { method: "HEAD", headers: PAGE_OWNER, ...within(8000) })).status;
  } catch {
    return; // no answer says nothing
  }
  if (status === 410) because = "another";
  else if (status === 409 || (status < 400 && because !== "access-ended")) because = "anew";
  else if (status === 404 && because === "another") because = "access-ended";
  show();
}

for (const [target, type] of [[document, "visibilitychange"], [window, "focus"], [window, "pageshow"]]) {
  target.addEventListener(type, () => isClosed() && look());
}
