// Says how much room is left in a text field when it becomes short, and that something is too long. It cuts and sends nothing.

const SOON = 100; // characters, or a fifth of what fits
const FAR_TOO_LONG = 5000; // characters more than fit: more is not taken into the page, so that all of it can still be sent

const COUNTED = "textarea[data-most], input[data-most]:not([type=password])";
const mostOf = (field) => Number(field.dataset.most);
const lengthOf = (text) => [...text].length; // code points, as the server counts them
const lineOf = (field) => field.closest(".field")?.querySelector("[data-left]");
const counted = (target) => target.closest?.(COUNTED);

function show(field, text) {
  const line = lineOf(field);
  if (!line) return;
  if (line.textContent !== text) line.textContent = text;
  line.hidden = !text;
}

function say(field) {
  const line = field && lineOf(field);
  if (!line) return;
  const most = mostOf(field), left = most - lengthOf(field.value.trim());
  const words = left < 0 ? line.dataset.over : left <= Math.min(SOON, most / 5) ? line.dataset.soon : "";
  show(field, words.replace("%n", left < 0 ? -left : Math.ceil(left / 10) * 10));
}

function refuse(event) {
  const field = counted(event.target), text = event.clipboardData?.getData("text/plain") ?? "";
  if (!field || lengthOf(field.value) + lengthOf(text) <= mostOf(field) + FAR_TOO_LONG) return;
  event.preventDefault();
  show(field, (lineOf(field)?.dataset.paste ?? "").replace("%n", lengthOf(text)).replace("%m", mostOf(field)));
}

document.addEventListener("paste", refuse);
document.addEventListener("input", (event) => say(counted(event.target)));
for (const field of document.querySelectorAll(COUNTED)) if (field.value) say(field);
