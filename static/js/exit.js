// Leaves this page at once: by the link, or Shift three times within five seconds. The server is told to end the
// sign-in of this browser; the page does not wait for its answer, so a slow server delays nothing.

const link = document.querySelector("[data-exit]");
const status = document.querySelector("[data-exit-status]");
const WITHIN = 5000;
let presses = 0;
let timer = 0;
let onlyShift = false; // Shift is down, and no other key was pressed with it

/** Tell the server without waiting for it. Where the browser can't, the way out leads over the server, as without a script. */
function told() {
  try {
    return navigator.sendBeacon(link.href);
  } catch {
    return false;
  }
}

function leave() {
  document.documentElement.classList.add("gone");
  document.title = " ";
  window.location.replace(told() ? link.dataset.exitTo : link.href);
}

function reset(words = "") {
  window.clearTimeout(timer);
  presses = 0;
  status.textContent = words;
}

function count() {
  window.clearTimeout(timer);
  presses += 1;
  if (presses === 3) return leave();
  status.textContent = presses === 1 ? link.dataset.sayTwo : link.dataset.sayOne;
  timer = window.setTimeout(() => reset(link.dataset.sayOff), WITHIN);
}

if (link && status) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  window.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    onlyShift = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!onlyShift && presses) reset();
  }, true);
  window.addEventListener("keyup", (event) => {
    if (event.key === "Shift" && onlyShift) count();
    onlyShift = false;
  }, true);
  // A page restored from the browser's cache stays blank and is loaded again from the server.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.documentElement.classList.contains("gone")) window.location.reload();
  });
}
