// Asks every two seconds whether this page may still be read, and reloads it as soon as it may not. Sends what the page
// shows, in a word, so that the server looks at that; asking is no use of the sign-in.

import { PAGE_OWNER } from "./live/asking.js";

const page = document.querySelector("[data-still]");
const EVERY = 2000;
const TYPED = "textarea, input[type='date']";
let asking = false;

const isTyping = () => [...document.querySelectorAll(TYPED)].some((field) => field.value !== field.defaultValue);

async function ask() {
  if (asking || document.hidden) return;
  asking = true;
  try {
    const headers = { ...PAGE_OWNER, "X-Shown": page.dataset.shown };
    const answer = await fetch(page.dataset.still, { cache: "no-store", redirect: "manual", headers });
    const isSignedOut = answer.type === "opaqueredirect" && !isTyping(); // what is typed comes back after the sign-in
    if (isSignedOut || (answer.status >= 400 && answer.status < 500)) window.location.reload();
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
