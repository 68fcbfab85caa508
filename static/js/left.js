// Says how much room is left in a text field when it becomes short. It changes no text and sends nothing.

const SOON = 100; // characters

document.addEventListener("input", (event) => {
  const field = event.target.closest?.("textarea[data-most]");
  const line = field?.parentElement.querySelector("[data-left]");
  if (!line) return;
  const left = Number(field.dataset.most) - [...field.value.trim()].length;
  const words = left < 0 ? line.dataset.over : left <= SOON ? line.dataset.soon : "";
  const shown = left < 0 ? -left : Math.ceil(left / 10) * 10;
  const text = words.replace("%n", shown);
  if (line.textContent !== text) line.textContent = text;
  line.hidden = !text;
});
