// Where the script of a live page has not come: lets the page say so, and loads one that only waits again, as without a script.

const room = document.querySelector("[data-live-socket]");
const LOOK_EVERY = 5000; // milliseconds
const began = Date.now();

window.setInterval(() => {
  const isLate = !("live" in room.dataset);
  room.toggleAttribute("data-late", isLate);
  const after = Number(room.dataset.refresh) * 1000;
  if (isLate && after && Date.now() - began >= after) window.location.replace(room.dataset.livePage);
}, LOOK_EVERY);
