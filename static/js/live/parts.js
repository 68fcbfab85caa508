// Replaces the three parts with what the server sends. Never overwrites what somebody is typing or has chosen.

import { Idiomorph } from "../../vendor/idiomorph.esm.js";
import { isProtected, keyOf } from "./fields.js";

const policy = window.trustedTypes?.createPolicy("live", { createHTML: (html) => html }) ?? { createHTML: (html) => html };

export const part = (name) => document.querySelector(`[data-part="${name}"]`);
export const heading = () => document.querySelector("#part-room h1");
export const visit = () => document.querySelector("#part-room [data-visit]:not(form)")?.dataset.visit;

export function parsePage(html) {
  return new DOMParser().parseFromString(policy.createHTML(html), "text/html");
}

export function parsePart(html) {
  const holder = document.createElement("template");
  holder.innerHTML = policy.createHTML(html);
  return holder.content;
}

/** Sentences the server wants spoken, by what they stand beside: the same sentence beside new words is news. */
export function announcements() {
  const found = [...document.querySelectorAll("[data-part] [data-announce]")];
  return new Map(found.map((each) => [`${each.dataset.announce}|${each.textContent}`, each.dataset.announce]));
}

/** Morph the part into `fresh`. A form that is no longer offered is removed with everything in it; `leaving` is told. */
export function replacePart(name, fresh, leaving) {
  const place = part(name);
  if (!place) return;
  const offered = new Set([...fresh.querySelectorAll("form")].map(keyOf));
  for (const form of [...place.querySelectorAll("form")].filter((each) => !offered.has(keyOf(each)))) {
    leaving(form);
    form.remove();
  }
  morph(place, fresh.childNodes);
}

/** Morph what is in `place` into these nodes. What somebody is typing or has chosen, and open folds, stay. */
export function morph(place, nodes) {
  Idiomorph.morph(place, [...nodes], { morphStyle: "innerHTML", callbacks });
}

const kept = (node) => node.nodeType === Node.ELEMENT_NODE && node.hasAttribute("data-kept");

const callbacks = {
  beforeNodeMorphed: (old) => !kept(old) && !isProtected(old),
  beforeNodeRemoved: (old) => !kept(old),
  beforeAttributeUpdated: (name, element) => !(
    (name === "open" && element.localName === "details") ||
    (name === "aria-disabled" && element.localName === "button") ||
    (name === "tabindex" && element === document.activeElement)
  ),
};

/** Moves the focus to `target`, reachable by keyboard or not, without a jump where it is already in sight. */
export function moveFocus(target) {
  if (!target) return;
  if (target.tabIndex < 0) target.setAttribute("tabindex", "-1");
  target.focus();
}
