// Keeps what is typed into a form as a draft, every two seconds while somebody types. Stores nothing in the browser.

import { PAGE_OWNER, canAsk, isSilence, within } from "./live/asking.js";

const form = document.querySelector("form[data-keep]");
const line = form?.querySelector("[data-keep-line]");
const EVERY = 2000, WITHIN = 10_000; // milliseconds
const SAYS = { 204: "sayKept", 412: "sayOvertaken", 422: "sayInvalid" };
const OVER = [401, 404, 409, 410, 412]; // what comes next would be answered alike
let timer = 0, asking = false, isOver = false;

const typed = () => JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));
let kept = form ? typed() : "";

function say(name) {
  const words = line.dataset[name] ?? "";
  if (line.textContent !== words) line.textContent = words;
}

function soon() {
  if (!timer && !isOver) timer = window.setTimeout(keep, EVERY);
}

async function keep() {
  window.clearTimeout(timer);
  timer = 0;
  const now = typed();
  if (asking || isOver || now === kept) return;
  asking = true;
  try {
    const options = { method: "POST", body: new FormData(form), headers: PAGE_OWNER, redirect: "manual", keepalive: true };
    const { status } = await fetch(form.dataset.keep, { ...options, ...within(WITHIN) });
    isOver = OVER.includes(status);
    if (status === 204 || status === 422) kept = now;
    say(SAYS[status] ?? (isOver ? "sayOver" : "sayNot"));
  } catch (error) {
    if (!isSilence(error)) throw error;
    say("sayNot");
  } finally {
    asking = false;
    if (typed() !== kept) soon();
  }
}

if (form && canAsk) {
  form.addEventListener("input", soon);
  form.addEventListener("submit", () => { isOver = true; }); // the server ignores what comes late all the same
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  window.addEventListener("pageshow", ({ persisted }) => persisted && window.location.reload());
}
