// Empties the boxes when somebody leaves the page or comes back to it. It reads none of them, keeps and sends nothing.

function untick() {
  for (const box of document.querySelectorAll("input[type='checkbox']")) box.checked = false;
}

window.addEventListener("pagehide", untick);
window.addEventListener("pageshow", untick);
