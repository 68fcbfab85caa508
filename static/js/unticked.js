// Clears the checkboxes when the page is left or restored. It does not read, store or send them.

function untick() {
  for (const box of document.querySelectorAll("input[type='checkbox']")) box.checked = false;
}

window.addEventListener("pagehide", untick);
window.addEventListener("pageshow", untick);
