// Texts shown by the script: connection, presence and the status line. All of them come from the page.

const root = document.querySelector("[data-live-socket]");
const find = (name) => document.querySelector(`[data-${name}]`);
let toSpeak = [];
let speaking = 0;
const CLEAR_AFTER = 6000; // milliseconds: long enough to be read out

export function word(name, values = {}) {
  const key = "say" + name.split("-").map((part) => part[0].toUpperCase() + part.slice(1)).join("");
  return (root.dataset[key] ?? "").replace(/%(\w+)/g, (whole, each) => values[each] ?? whole);
}

/** One polite line for everything that happens elsewhere; several within a moment become one sentence. */
export function speak(text) {
  if (!text || toSpeak.includes(text)) return;
  toSpeak.push(text);
  window.clearTimeout(speaking);
  speaking = window.setTimeout(() => {
    find("status").textContent = toSpeak.join(" ");
    toSpeak = [];
    speaking = window.setTimeout(() => { find("status").textContent = ""; }, CLEAR_AFTER);
  }, 700);
}

/** Show the state of the connection in words; nothing when it is open. */
export function connection(text, state = "") {
  const line = find("connection");
  line.dataset.state = state;
  if (line.textContent !== text) line.textContent = text;
}

/** Show a sentence that belongs to no form. */
export function notice(text) {
  const box = find("notice");
  box.textContent = text;
  box.hidden = !text;
  if (text) speak(text);
}

let partner = root.querySelector("[data-presence-line]")?.dataset.presenceLine ?? "";
let choseToWait = false; // the choices stay hidden until the partner's presence changes

export function presence(now) {
  if (!now || now === partner) return;
  partner = now;
  choseToWait = false;
  const line = find("presence-line");
  line.hidden = false;
  line.classList.toggle("away", now !== "here");
  find("presence").textContent = word(now === "here" ? "here" : "not-here");
  speak(find("presence").textContent);
  showChoices();
}

function showChoices() {
  find("absent").hidden = partner !== "not_here" || choseToWait;
}

export function wait() {
  choseToWait = true;
  showChoices();
}
