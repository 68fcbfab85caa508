// Says how much room is left in a text field when it becomes short. It changes no text and sends nothing.

const SOON = 100; // characters

function say(field) {
  const line = field?.parentElement.querySelector("[data-left]");
  if (!line) return;
  const left = Number(field.dataset.most) - [...field.value.trim()].length;
  const words = left < 0 ? line.dataset.over : left <= SOON ? line.dataset.soon : "";
  const text = words.replace("%n", left < 0 ? -left : Math.ceil(left / 10) * 10);
  if (line.textContent !== text) line.textContent = text;
  line.hidden = !text;
}

document.addEventListener("input", (event) => say(event.target.closest?.("textarea[data-most]")));
for (const field of document.querySelectorAll("textarea[data-most]")) if (field.value) say(field);
