// Asks every two seconds whether this page may still be read, and reloads it as soon as it may not. Sends nothing.

import { PAGE_OWNER } from "./live/asking.js";

const page = document.querySelector("[data-still]");
const EVERY = 2000;
let asking = false;

async function ask() {
  if (asking || document.hidden) return;
  asking = true;
  try {
    const answer = await fetch(page.dataset.still, { cache: "no-store", redirect: "manual", headers: PAGE_OWNER });
    const closed = answer.type === "opaqueredirect" || (answer.status >= 400 && answer.status < 500);
    if (closed) window.location.reload();
  } catch {
    // no answer is no answer: the server may be starting again
  } finally {
    asking = false;
  }
}

if (page) {
  window.setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
}
