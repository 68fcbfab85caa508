// Reads forms as data and tells what the person has touched. Sends nothing, draws nothing.

const RESERVED = new Set(["csrfmiddlewaretoken", "id", "visit", "command", "page_owner", "text_field"]);
const CONTROLS = "input:not([type=hidden]), textarea";
const touched = new WeakSet(); // changed under this script's eyes and not yet accepted, even if changed back
const agreed = new WeakMap(); // control -> the state that was accepted last
const yielding = new WeakSet(); // forms whose answer was accepted: the next screen may overwrite even the focused control

export const keyOf = (form) => `${form.dataset.command ?? form.id}|${form.dataset.visit ?? ""}`;
export const controlsOf = (form) => [...form.elements].filter((each) => each.matches(CONTROLS));
export const commandForm = (node) => node?.form?.closest("form[data-command]") ?? node?.closest?.("form[data-command]") ?? null;

export function touch(control) {
  touched.add(control);
  if (control.form) yielding.delete(control.form);
}

const stateOfControl = (control) => `${control.checked ?? ""}|${control.value}`;
const stateItCameWith = (control) => `${control.defaultChecked ?? ""}|${control.type === "radio" || control.type === "checkbox" ? control.value : control.defaultValue}`;

/** Whether it differs from what the server knows. Also true of what was typed or chosen before this script ran. */
function isTouched(control) {
  if (touched.has(control)) return true;
  const state = stateOfControl(control);
  return state !== stateItCameWith(control) && state !== agreed.get(control);
}

export const hasTouched = (form) => controlsOf(form).some(isTouched);

/** A control that is focused, or changed and not yet accepted; of a radio group, every member. */
export function isProtected(node) {
  if (node.nodeType !== Node.ELEMENT_NODE || !node.matches(CONTROLS)) return false;
  if (node === document.activeElement && !yielding.has(node.form)) return true;
  if (node.form && (node.type === "radio" || node.type === "checkbox")) {
    return controlsOf(node.form).some((each) => each.name === node.name && isTouched(each));
  }
  return isTouched(node);
}

/** What the form holds now, to see whether that has changed. */
export const stateOf = (form) => controlsOf(form).map(stateOfControl).join("\n");

/** The names of the texts in it: all else is chosen. */
export const textsOf = (form) => controlsOf(form).filter((each) => each.matches("textarea, [type=text]")).map((each) => each.name);

/** What each control holds now, so that an answer frees only what has not changed since. */
export function snapshot(form) {
  return new Map(controlsOf(form).map((each) => [each, stateOfControl(each)]));
}

export function accepted(form, sent) {
  yielding.add(form);
  for (const [control, state] of sent) {
    agreed.set(control, state);
    if (stateOfControl(control) === state) touched.delete(control);
    else yielding.delete(form);
  }
}

const isShown = (control) => control.type === "hidden" || !control.closest("[data-show-when][hidden]");

/** The form as flat names with strings, or lists of strings for choices. Hidden follow-up questions stay out. */
export function fieldsOf(form, button) {
  const fields = {};
  for (const group of form.querySelectorAll("[data-choices]")) {
    if (!group.closest("[data-show-when][hidden]")) fields[group.dataset.choices] = [];
  }
  for (const each of form.elements) {
    if (!each.name || each.disabled || RESERVED.has(each.name) || !isShown(each)) continue;
    if (each.localName === "button" || each.localName === "fieldset") continue;
    if ((each.type === "radio" || each.type === "checkbox") && !each.checked) continue;
    if (Array.isArray(fields[each.name])) fields[each.name].push(each.value);
    else fields[each.name] = each.value;
  }
  if (button?.name && !RESERVED.has(button.name)) fields[button.name] = button.value;
  return fields;
}

/** A random id; `crypto.randomUUID` is missing on plain http outside localhost. */
export function newId() {
  const bytes = window.crypto?.getRandomValues?.(new Uint8Array(16))
    ?? Uint8Array.from({ length: 16 }, () => Math.floor(Math.random() * 256)); // it only has to be new, not secret
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
