// Without a socket: posts the same forms and loads the page every few seconds, until a socket opens.

import { unanswered } from "./commands.js";
import { parsePage } from "./parts.js";

const EVERY = 5000;
const token = () => document.querySelector("meta[name='csrf-token']");

export class Fallback {
  constructor(page, { answered, loaded, over }) {
    Object.assign(this, { page, answered, loaded, over });
    this.timer = 0;
    this.busy = false;
    this.running = false;
  }

  start() {
    if (this.running) return;
    this.running = true;
    this.timer = window.setInterval(() => this.round(), EVERY);
    this.round();
  }

  stop() {
    this.running = false;
    window.clearInterval(this.timer);
  }

  /** One round: post the unanswered commands, then load the page. */
  async round() {
    if (this.busy || !this.running) return;
    this.busy = true;
    try {
      for (const entry of unanswered()) if (!(await this.post(entry))) break;
      await this.load();
    } catch (error) {
      if (!(error instanceof TypeError || error.name === "TimeoutError")) throw error;
      this.loaded(null); // no network, or no server: the next round tries again
    } finally {
      this.busy = false;
    }
  }

  async post({ frame }) {
    const body = new URLSearchParams({ id: frame.id, visit: frame.visit, command: frame.name });
    for (const [name, value] of Object.entries(frame.fields)) {
      for (const each of [value].flat()) body.append(name, each);
    }
    const answer = await fetch(this.page, {
      method: "POST", body, headers: { "X-CSRFToken": token().content }, signal: AbortSignal.timeout(EVERY * 2),
    });
    if (!this.running) return false;
    if (answer.redirected && new URL(answer.url).pathname !== this.page) return window.location.assign(answer.url);
    const page = parsePage(await answer.text());
    if (answer.redirected && answer.ok && page.getElementById("part-room")) this.answered(frame.id, true, page);
    else if (page.getElementById("part-room")) this.answered(frame.id, false, page);
    else return false; // a stale token or a busy server: the page loaded next shows which
    return true;
  }

  async load() {
    const answer = await fetch(this.page, { signal: AbortSignal.timeout(EVERY * 2) });
    if (!this.running) return;
    if (answer.status === 403) return this.over(4403);
    if (answer.status === 404) return this.over(4404);
    if (answer.status >= 500 || answer.status === 429) return this.loaded(null);
    const page = parsePage(await answer.text());
    if (!page.getElementById("part-room")) return this.over(4401);
    token().content = page.querySelector("meta[name='csrf-token']").content;
    this.loaded(page);
  }
}
