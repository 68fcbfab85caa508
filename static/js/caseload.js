// The key / goes to the search of a counselor's list, unless she is typing or has switched it off. A cookie of her own
// pages keeps that.

const hint = document.querySelector("[data-slash]");
const field = document.querySelector("[data-find]");
const OFF = "slash=off";
const KEPT = "path=/counsel/; max-age=31536000; samesite=strict";
const TYPING = "input, textarea, select, [contenteditable]";

const isOff = () => document.cookie.split("; ").includes(OFF);

function say() {
  const button = hint.querySelector("button");
  button.textContent = isOff() ? button.dataset.sayOn : button.dataset.sayOff;
}

function flip() {
  document.cookie = isOff() ? "slash=; path=/counsel/; max-age=0; samesite=strict" : `${OFF}; ${KEPT}`;
  say();
}

function find(event) {
  const isPlain = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!isPlain || isOff() || event.target.closest?.(TYPING)) return;
  event.preventDefault();
  field.focus();
  field.select();
}

if (hint && field) {
  say();
  hint.hidden = false;
  hint.querySelector("button").addEventListener("click", flip);
  document.addEventListener("keydown", find);
}
