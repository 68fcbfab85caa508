// Sends forms as commands, each with its own id, repeated until answered.

import * as drafts from "./drafts.js";
import * as fields from "./fields.js";
import { clearErrors, markFields, mended, showErrors } from "./errors.js";
import { turnedInstead } from "./pages.js";
import { visit } from "./parts.js";
import { notice, word } from "./status.js";

const TRY_AGAIN = new Set(["try_again", "too_fast"]); // temporary: the same command is sent again automatically
const AGAIN_AFTER = 1500;
const pending = new Map(); // id -> { frame, key, form, sent }, in the order they were pressed
let deliver = () => false; // gives a frame to the socket; false when there is none

/** `send` gives a command to the socket, `keep` a draft to whatever there is; both return false when they can't. */
export function deliverWith(send, keep) {
  deliver = send;
  drafts.begin(keep, (form) => unanswered().some((entry) => entry.form === form));
}

export const unanswered = () => [...pending.values()];
const formOf = (entry) => (entry.form.isConnected ? entry.form
  : [...document.querySelectorAll("form[data-command]")].find((form) => fields.keyOf(form) === entry.key && form.id === entry.form.id));

function guard(form, busy) {
  const buttons = [...form.elements].filter((each) => each.localName === "button" && each.type === "submit");
  for (const each of buttons) {
    if (busy) each.setAttribute("aria-disabled", "true");
    else each.removeAttribute("aria-disabled");
  }
}

function tell(form, text) {
  const line = form.querySelector("[data-saved]");
  if (!line || line.textContent === text) return;
  line.textContent = text;
  line.toggleAttribute("data-kept", text !== ""); // only the browser knows this text, so a new screen must not remove it
}

export function submit(form, button) {
  const key = fields.keyOf(form);
  if (unanswered().some((entry) => entry.form === form)) return;
  if (turnedInstead(form)) return;
  drafts.forget(form);
  clearErrors(form);
  const frame = {
    type: "command", id: fields.newId(), visit: Number(form.dataset.visit),
    name: form.dataset.command, fields: fields.fieldsOf(form, button),
  };
  pending.set(frame.id, { frame, key, form, sent: fields.snapshot(form), visit: visit() });
  guard(form, true);
  if (!deliver(frame)) tell(form, word("not-sent"));
}

/** The connection is lost: mark every unanswered form. */
export function lost() {
  for (const entry of unanswered()) tell(formOf(entry) ?? entry.form, word("not-sent"));
}

/** After a reconnection: send unanswered commands again with their ids, then drafts of what has been typed. */
export function resend() {
  for (const { frame } of unanswered()) deliver(frame);
  drafts.again();
}

function close(id) {
  const entry = pending.get(id);
  if (!entry) return null;
  pending.delete(id);
  entry.form = formOf(entry) ?? entry.form;
  guard(entry.form, false);
  tell(entry.form, "");
  return entry;
}

export function accepted(id) {
  const entry = close(id);
  if (entry) fields.accepted(entry.form, entry.sent);
  return entry;
}

export function refused(frame) {
  const again = TRY_AGAIN.has(frame.code) && pending.get(frame.id);
  if (again) {
    tell(again.form, frame.message);
    window.setTimeout(() => pending.has(frame.id) && deliver(again.frame), AGAIN_AFTER);
    return;
  }
  const entry = close(frame.id);
  if (!entry) return draftRefused(frame);
  if (entry.form.isConnected) showErrors(entry.form, frame);
  else notice(frame.message);
}

/** For answers that came as a page: its errors are already shown in the part. */
export const answeredByPage = (id) => close(id);

/** A draft was not kept: say so where it was typed. The words stay, and so does the focus. */
function draftRefused(frame) {
  const form = drafts.formOf(frame.id);
  if (!form) return;
  tell(form, frame.message);
  if (TRY_AGAIN.has(frame.code)) window.setTimeout(drafts.again, AGAIN_AFTER);
  else markFields(form, frame.fields);
}

export function typed(control) {
  const form = fields.commandForm(control);
  if (!form || !control.name) return;
  fields.touch(control);
  mended(control);
  tell(form, "");
  drafts.soon();
}

/** Whether anything typed or submitted has not reached the server. The command to leave does not count. */
export const unsaved = () => unanswered().some(({ frame }) => frame.name !== "leave") || drafts.unsaved();

/** Drafts were kept (see drafts.saved): say so where they were typed. */
export function saved(which) {
  for (const form of drafts.saved(which)) tell(form, word("saved"));
}

/** No script can send anything here: what waits is given back to its button. */
export function release() {
  for (const { frame } of unanswered()) close(frame.id);
}
