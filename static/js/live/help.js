// Opens the help page in a dialog, so that the connection stays and the partner sees no difference.

import { canAsk, isSilence, within } from "./asking.js";
import { parsePage } from "./parts.js";
import { word } from "./status.js";

const dialog = document.querySelector("[data-help-window]");
const body = document.querySelector("[data-help-body]");

function link(href, text) {
  const line = document.createElement("p");
  const anchor = Object.assign(document.createElement("a"), { href, textContent: text, target: "_blank", rel: "noopener" });
  line.append(word("help-failed"), " ", anchor);
  return line;
}

async function content(href, title) {
  try {
    const answer = await fetch(href, within(8000));
    const main = answer.ok && parsePage(await answer.text()).querySelector("main");
    if (main) return [...main.childNodes];
  } catch (error) {
    if (!isSilence(error)) throw error;
  }
  return [link(href, title)];
}

export async function openHelp(event) {
  const anchor = event.target.closest("[data-help]");
  if (!anchor || !canAsk || !dialog.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  body.replaceChildren(...(await content(anchor.href, anchor.textContent)));
  for (const each of body.querySelectorAll("a[href]:not([href^='#'])")) Object.assign(each, { target: "_blank", rel: "noopener" });
  if (!dialog.open) dialog.showModal();
}

dialog.addEventListener("close", () => body.replaceChildren());
