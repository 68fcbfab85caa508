// A connection that reconnects, and detects within fifteen seconds that it is dead. It does not interpret frames.
// `hello`: the type of the first frame, by which the server accepts us.

import { OWNER } from "./asking.js";

const SCREENS = { protocol: "counterpoint.html.v1", hello: "screen" };
const FIRST = 250, LONGEST = 15000; // back-off with jitter, in milliseconds
const GOING = new Set([1001, 1012]), SPREAD = 3000; // a server that ends lets everybody go at once: not all come back at once
const QUIET = 1000; // where nothing came back the waiting is done already, and nobody tells when the line is open again
const PING_EVERY = 9000, ANSWER_WITHIN = 5000, OPEN_WITHIN = 8000;
const FINAL = new Set([4401, 4403, 4404, 4409, 4410]);
const NO_SOCKETS = 10; // failures to count at once where this browser has no sockets: nobody waits for one
const SIGNED_OUT = 4401, RENEWED = 1000; // another tab may have got a new cookie: one try with it, when its answer has come
const SLOWER = new Set([4408, 4429]); // this client was too slow or too fast: reconnect later

export class Connection {
  constructor(path, { frame, opened, lost, over }, { protocol, hello } = SCREENS) {
    Object.assign(this, { frame, opened, lost, over, protocol, hello });
    this.url = new URL(path, window.location.href);
    this.url.protocol = this.url.protocol.replace("http", "ws");
    this.socket = null;
    this.ready = false; // true from the first frame on: the server has accepted us
    this.failures = 0;
    this.finished = false;
    window.addEventListener("online", () => this.now());
    window.addEventListener("offline", () => this.check());
    window.addEventListener("pageshow", () => this.now());
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
    this.open();
  }

  send(data) {
    if (!this.ready || this.socket.readyState !== 1) return false;
    this.socket.send(JSON.stringify(data));
    return true;
  }

  /** Something changed for the better: do not sit out the back-off, do not trust an old connection. */
  now() {
    if (this.finished) return;
    if (this.ready) return this.check();
    if (this.socket) return;
    this.open();
  }

  open() {
    window.clearTimeout(this.retry);
    const socket = this.made();
    if (!socket) return;
    this.socket = socket;
    this.deadline = window.setTimeout(() => this.drop(socket, 0), OPEN_WITHIN);
    socket.onmessage = (event) => this.received(socket, event.data);
    socket.onclose = (event) => this.drop(socket, event.code);
  }

  /** A new socket, or null where this browser makes none. The page says whose it is beside the protocol. */
  made() {
    try {
      return new window.WebSocket(this.url, OWNER ? [this.protocol, `page-owner.${OWNER}`] : [this.protocol]);
    } catch {
      this.failures += NO_SOCKETS;
      this.retry = window.setTimeout(() => this.open(), LONGEST);
      window.queueMicrotask(() => this.lost(this.failures));
      return null;
    }
  }

  received(socket, text) {
    if (socket !== this.socket) return;
    window.clearTimeout(this.deadline);
    const data = JSON.parse(text);
    const first = !this.ready && data.type === this.hello;
    if (first) {
      this.ready = true;
      this.failures = 0;
      this.pings = window.setInterval(() => this.check(), PING_EVERY);
    }
    if (data.type !== "pong") this.frame(data);
    if (first) this.opened();
  }

  check() {
    const socket = this.socket;
    if (!this.send({ type: "ping" })) return;
    window.clearTimeout(this.deadline);
    this.deadline = window.setTimeout(() => this.drop(socket, 0), ANSWER_WITHIN);
  }

  drop(socket, code) {
    if (socket !== this.socket) return;
    window.clearTimeout(this.deadline);
    window.clearInterval(this.pings);
    socket.onclose = socket.onmessage = null;
    socket.close();
    const wasReady = this.ready;
    this.socket = null;
    this.ready = false;
    this.failures += SLOWER.has(code) ? 3 : 1;
    if (FINAL.has(code) && !(code === SIGNED_OUT && wasReady)) {
      this.finished = true;
      return this.over(code);
    }
    const wait = FINAL.has(code) ? RENEWED : FIRST + Math.random() * this.longest(code);
    this.retry = window.setTimeout(() => this.open(), wait);
    this.lost(this.failures);
  }

  /** The milliseconds over which those who lost their connection in the same way connect again. `code` 0: by silence. */
  longest(code) {
    if (code === 0) return QUIET;
    return Math.min(LONGEST, Math.max(GOING.has(code) ? SPREAD : 0, FIRST * 2 ** this.failures));
  }

  end() {
    this.finished = true;
    window.clearTimeout(this.retry);
    if (this.socket) this.socket.onclose = null;
    this.socket?.close();
  }
}
