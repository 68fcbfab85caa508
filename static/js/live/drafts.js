// Keeps what differs from the page as it came, however it came about: soon after a key, and now and then by looking.

import * as fields from "./fields.js";

const AFTER = 800, LOOK_EVERY = 3000; // milliseconds
const kept = new Map(); // form -> { state, id, isSaved }: what was sent last, and whether the server has answered
let due = 0;
let deliver = () => false; // gives a frame to the server; false when there is no way
let isBusy = () => false; // whether this form is being sent as a command

/** `send` gives a frame to the server; `busy` tells whether a form is on its way as a command. */
export function begin(send, busy) {
  deliver = send;
  isBusy = busy;
  window.setInterval(look, LOOK_EVERY);
}

const isDrafted = (form) => form.matches("[data-command]") && !form.closest("[data-observing]"); // hers are not kept
const forms = () => [...document.querySelectorAll("form[data-command]")].filter(isDrafted);
const isKept = (form) => kept.get(form)?.state === fields.stateOf(form);

function send(form) {
  const id = fields.newId();
  const typed = { ...fields.fieldsOf(form), text_field: fields.textsOf(form) };
  const frame = { type: "draft", id, visit: Number(form.dataset.visit), name: form.dataset.command, fields: typed };
  kept.set(form, { state: fields.stateOf(form), id, isSaved: false });
  if (!deliver(frame)) kept.delete(form);
}

/** Send whatever is new: also before the page or the step is left. */
export function look() {
  window.clearTimeout(due);
  for (const form of kept.keys()) if (!form.isConnected) kept.delete(form);
  for (const form of forms()) if (fields.hasTouched(form) && !isKept(form) && !isBusy(form)) send(form);
}

/** This form goes. What is still unsent in it is given to the server once more: another page may have dropped its draft. */
export function leaving(form) {
  if (isDrafted(form) && fields.hasTouched(form) && !isBusy(form)) send(form);
}

export function soon() {
  window.clearTimeout(due);
  due = window.setTimeout(look, AFTER);
}

/** After a reconnection: whatever was not answered is sent again. */
export function again() {
  for (const [form, { isSaved }] of kept) if (!isSaved) kept.delete(form);
  look();
}

/** This form is sent as a command now. */
export function forget(form) {
  kept.delete(form);
}

/** Drafts were kept: the one with this id, or all of this visit. Returns their forms. */
export function saved({ id, visit }) {
  const found = [...kept].filter(([form, draft]) => !draft.isSaved && (draft.id === id || Number(form.dataset.visit) === visit));
  for (const [, draft] of found) draft.isSaved = true;
  return found.map(([form]) => form);
}

/** The form of which this draft was not kept. */
export const formOf = (id) => [...kept.keys()].find((form) => form.isConnected && kept.get(form).id === id);

export const unsaved = () => forms().some((form) => fields.hasTouched(form) && !(isKept(form) && kept.get(form).isSaved));

/** Ask the server to drop what is left over of a form that is gone. Returns false when there is no way. */
export function drop({ dataset: { visit, drop: name } }) {
  return deliver({ type: "draft", id: fields.newId(), visit: Number(visit), name, fields: {} });
}
