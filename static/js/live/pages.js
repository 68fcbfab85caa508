// Shows a long form one page at a time, and follow-up questions only where they apply. Without script, all are shown.

import { keyOf } from "./fields.js";
import { word } from "./status.js";

const current = new Map(); // form key -> page number; lives as long as the page does
const pagesOf = (form) => [...form.querySelectorAll("[data-page]")];
const isPaged = (form) => form?.hasAttribute("data-pages") && pagesOf(form).length > 1;

function isAnswered(page) {
  const asked = [...page.querySelectorAll("input[type=radio]")].filter((each) => !each.closest("details"));
  const names = new Set(asked.map((each) => each.name));
  const checked = new Set([...page.querySelectorAll("input:checked")].map((each) => each.name));
  return [...names].every((name) => checked.has(name));
}

function button(text, kind, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function pager(form) {
  const bar = form.querySelector(".acts");
  let made = bar.querySelector(".pager");
  if (!made) {
    made = document.createElement("div");
    made.className = "pager";
    made.setAttribute("data-kept", "");
    const count = document.createElement("p");
    count.className = "pager-count";
    made.append(count,
      button(word("page-back"), "btn", () => turn(form, -1)),
      button(word("page-next"), "btn main", () => turn(form, 1)));
    bar.prepend(made);
  }
  return made;
}

/** Which page it is; of a form that asks one question a page, which question. */
function countOf(pages, number) {
  const questions = pages.filter((page) => page.classList.contains("question"));
  const counted = questions.length ? questions : pages;
  const at = counted.indexOf(pages[number]);
  return at < 0 ? "" : word("page-count", { n: at + 1, all: counted.length });
}

function show(form, wanted) {
  const pages = pagesOf(form);
  const number = Math.max(0, Math.min(wanted, pages.length - 1));
  current.set(keyOf(form), number);
  pages.forEach((page, index) => { page.hidden = index !== number; });
  const [count, back, next] = pager(form).children;
  const last = number === pages.length - 1;
  count.textContent = countOf(pages, number);
  pages[number].querySelector(".eyebrow")?.setAttribute("data-count", count.textContent);
  back.hidden = number === 0;
  next.hidden = last;
  for (const each of form.querySelectorAll(".acts button:not([type=button], [form])")) each.hidden = !last;
}

function turn(form, by) {
  show(form, current.get(keyOf(form)) + by);
  const page = pagesOf(form)[current.get(keyOf(form))];
  const title = page.querySelector("legend, h2, h3") ?? page;
  title.setAttribute("tabindex", "-1");
  title.focus({ preventScroll: true });
  (form.closest(".panel") ?? form).scrollIntoView({ block: "nearest" });
  if (title.getBoundingClientRect().top < 0) form.scrollIntoView({ block: "start" });
}

/** Turn to the next page if this one is still shown. */
export function turnFrom(form, page) {
  if (form.isConnected && !page.hidden && pagesOf(form).at(-1) !== page) turn(form, 1);
}

/** Turn to the next page of the form. Returns false on the last page: the form is then sent. */
export function turnedInstead(form) {
  if (!isPaged(form) || current.get(keyOf(form)) >= pagesOf(form).length - 1) return false;
  turn(form, 1);
  return true;
}

export function openPageOf(control) {
  const form = control?.form;
  const page = control?.closest("[data-page]");
  if (page && isPaged(form)) show(form, pagesOf(form).indexOf(page));
}

function chosen(form, name) {
  return [...form.elements]
    .filter((each) => each.name === name && (each.checked || !["radio", "checkbox"].includes(each.type)))
    .map((each) => each.value);
}

function showWhere(form) {
  for (const each of form.querySelectorAll("[data-show-when]")) {
    const [name, values] = each.dataset.showWhen.split("=");
    const now = chosen(form, name);
    each.hidden = !values.split("|").some((value) => now.includes(value));
  }
}

/** The first page with something left to answer; the first of all where nothing has been answered. */
function firstOpen(form) {
  const pages = pagesOf(form);
  if (!form.querySelector("input[type=radio]:checked")) return 0;
  const open = pages.findIndex((page) => !isAnswered(page));
  return open < 0 ? pages.length - 1 : open;
}

/** Call after every change of the page or of a choice. */
export function arrange(scope = document) {
  const forms = scope.localName === "form" ? [scope] : scope.querySelectorAll("form");
  for (const form of forms) {
    showWhere(form);
    if (!isPaged(form)) continue;
    show(form, current.get(keyOf(form)) ?? firstOpen(form));
  }
}
