// Shows why a form was refused, at its fields and in its summary. Keeps everything that was typed.

import { controlsOf } from "./fields.js";
import { moveFocus } from "./parts.js";
import { openPageOf } from "./pages.js";
import { notice } from "./status.js";

const GENTLE = new Set(["moved_on", "repeated"]);
const sentence = (value) => (Array.isArray(value) ? value.join(" ") : String(value));

export function clearErrors(form) {
  notice("");
  for (const each of form.querySelectorAll(".errors, [data-error-for]")) {
    each.hidden = true;
    each.textContent = "";
    each.removeAttribute("data-kept");
  }
  for (const each of form.querySelectorAll("[aria-invalid]")) each.removeAttribute("aria-invalid");
}

/** The label of the control, without “(optional)”. */
function nameOf(control) {
  const title = control?.closest("fieldset.field")?.querySelector("legend") ?? control?.labels?.[0];
  const copy = title?.cloneNode(true);
  copy?.querySelector(".optional")?.remove();
  return copy?.textContent.trim() ?? "";
}

function link(control, text) {
  const item = document.createElement("li");
  const anchor = document.createElement(control?.id ? "a" : "span");
  anchor.textContent = [nameOf(control), text].filter(Boolean).join(" – ");
  if (control?.id) anchor.href = `#${control.id}`;
  item.append(anchor);
  return item;
}

const lineOf = (form, name) => [...form.querySelectorAll("[data-error-for]")].find((each) => each.dataset.errorFor === name);

function markField(form, name, text) {
  const line = lineOf(form, name);
  const controls = controlsOf(form).filter((each) => each.name === name);
  if (line) {
    line.textContent = text;
    line.hidden = false;
    line.setAttribute("data-kept", "");
  }
  for (const each of controls) each.setAttribute("aria-invalid", "true");
  return controls[0];
}

/** Show a sentence at each of these fields. Moves nothing. Returns the first control of each field with its sentence. */
export function markFields(form, sentences) {
  return Object.entries(sentences ?? {}).map(([name, value]) => [markField(form, name, sentence(value)), sentence(value)]);
}

/** Remove the error of a changed field, its entry in the summary, and an empty summary. */
export function mended(control) {
  const form = control.form;
  const line = control.name && form && lineOf(form, control.name);
  if (!line || line.hidden) return;
  line.hidden = true;
  line.textContent = "";
  line.removeAttribute("data-kept");
  for (const each of controlsOf(form)) if (each.name === control.name) each.removeAttribute("aria-invalid");
  const summary = form.querySelector(".errors");
  for (const anchor of summary?.querySelectorAll("a[href^='#']") ?? []) {
    if (document.getElementById(anchor.hash.slice(1))?.name === control.name) anchor.closest("li").remove();
  }
  if (summary && !summary.querySelector("li")) summary.hidden = true;
}

export function showErrors(form, { code, message, fields }) {
  clearErrors(form);
  const summary = form.querySelector(".errors");
  const marked = markFields(form, fields);
  if (!summary) {
    notice(message);
    return moveFocus(document.querySelector("[data-notice]"));
  }
  const says = document.createElement("p");
  says.textContent = message;
  summary.append(says);
  if (marked.length) {
    const list = document.createElement("ul");
    list.append(...marked.map(([control, text]) => link(control, text)));
    summary.append(list);
  }
  summary.classList.toggle("gentle", GENTLE.has(code));
  summary.setAttribute("data-kept", "");
  summary.hidden = false;
  openPageOf(marked.find(([control]) => control)?.[0]);
  moveFocus(summary);
}

/** An answer came as a page with its errors in it: they stay when the page is loaded again, until they are mended. */
export function keepShown() {
  const shown = ["[data-part] form .errors:not([hidden])", "[data-part] form [data-error-for]:not([hidden])"];
  for (const each of document.querySelectorAll(shown.join())) each.setAttribute("data-kept", "");
  const ofNoForm = document.querySelector("[data-part] > .errors");
  if (ofNoForm) notice(ofNoForm.textContent.trim());
}

/** Follow a link in the summary to its control, opening the page of the form it is on. */
export function followLink(event) {
  const anchor = event.target.closest(".errors a[href^='#']");
  const control = anchor && document.getElementById(anchor.hash.slice(1));
  if (!control) return;
  event.preventDefault();
  openPageOf(control);
  control.focus();
}
