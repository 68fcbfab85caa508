// Goes on to the next question by itself, shortly after a pointer chose a word; never after a key, and not where the
// person has switched it off.

import { turnFrom } from "./pages.js";

const AFTER = 450; // milliseconds: the chosen word is read first
let due = 0;

function isWanted(form) {
  return form?.querySelector("[data-stay]")?.checked === false;
}

/** A click that a pointer made: keys and scripts click too, with no pointer. */
const byPointer = (event) => event.detail > 0 && Boolean(event.pointerType);

export function advanceAfter(event) {
  const word = event.target.closest?.("[data-page].question .pick");
  const form = word?.closest("form");
  if (!word || !byPointer(event) || !isWanted(form)) return;
  const page = word.closest("[data-page]");
  window.clearTimeout(due);
  due = window.setTimeout(() => {
    if (word.querySelector("input").checked) turnFrom(form, page);
  }, AFTER);
}

/** A key says that this person goes on by key. */
export function stay() {
  window.clearTimeout(due);
}
