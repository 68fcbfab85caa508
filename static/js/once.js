// A form that was just sent is not sent again by a second press. The server keeps its own watch; this spares the person its answer.

const WITHIN = 2000; // milliseconds
let sent = new WeakMap(); // form -> when it was sent

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "dialog") return;
  if (event.timeStamp - sent.get(event.target) < WITHIN) event.preventDefault();
  else sent.set(event.target, event.timeStamp);
});
window.addEventListener("pageshow", () => (sent = new WeakMap()));

// A page that answers a secret stays in the history with it, and Back or a reload would send it for whoever has the device.
if (document.querySelector("input[type=password]")) history.replaceState(history.state, "", location.href);
