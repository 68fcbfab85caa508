// Without a socket: posts the same forms and loads the page every few seconds, until a socket opens.

import { PAGE_OWNER, canAsk, isSilence, within } from "./asking.js";
import { unanswered } from "./commands.js";
import { parsePage } from "./parts.js";

const EVERY = 5000;
const MOST_WHILE_LEAVING = 60_000; // bytes that a browser still sends when the page is left
export const CLOSES = new Map([[401, 4401], [403, 4403], [404, 4404], [409, 4409], [410, 4410]]); // status -> as the socket says it
const token = () => document.querySelector("meta[name='csrf-token']");

export class Fallback {
  constructor(page, { answered, loaded, kept, impossible, over }) {
    Object.assign(this, { page, answered, loaded, kept, impossible, over });
    this.timer = 0;
    this.busy = false;
    this.running = false;
  }

  start() {
    if (!canAsk) return this.impossible();
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
      if (!isSilence(error)) throw error;
      this.loaded(null); // no network, or no server: the next round tries again
    } finally {
      this.busy = false;
    }
  }

  /** Post a frame as the form it came from. */
  send(frame, more = {}) {
    const body = new URLSearchParams({ id: frame.id, visit: frame.visit, command: frame.name, ...more });
    for (const [name, value] of Object.entries(frame.fields)) {
      for (const each of [value].flat()) body.append(name, each);
    }
    const keepalive = "as_draft" in more && body.toString().length < MOST_WHILE_LEAVING;
    const headers = { "X-CSRFToken": token().content, ...PAGE_OWNER };
    return fetch(this.page, { method: "POST", body, headers, keepalive, ...within(EVERY * 2) });
  }

  /** Keep a draft, or drop one that has no fields. Returns false when nothing can be sent. */
  draft(frame) {
    if (!this.running) return false;
    const isDropped = Object.keys(frame.fields).length === 0;
    this.send(frame, { as_draft: isDropped ? "drop" : "keep" })
      .then(async (answer) => this.kept(frame.id, answer, answer.status === 422 ? await answer.json() : null))
      .catch((error) => {
        if (!isSilence(error) && !(error instanceof SyntaxError)) throw error;
        this.kept(frame.id, null, null);
      });
    return true;
  }

  async post({ frame }) {
    const answer = await this.send(frame);
    if (!this.running) return false;
    if ([401, 409, 410].includes(answer.status)) return this.over(CLOSES.get(answer.status));
    if (answer.redirected && new URL(answer.url).pathname !== this.page) return window.location.assign(answer.url);
    const page = parsePage(await answer.text());
    if (answer.redirected && answer.ok && page.getElementById("part-room")) this.answered(frame.id, true, page);
    else if (page.getElementById("part-room")) this.answered(frame.id, false, page);
    else return false; // a stale token or a busy server: the page loaded next shows which
    return true;
  }

  async load() {
    const answer = await fetch(this.page, { headers: PAGE_OWNER, ...within(EVERY * 2) });
    if (!this.running) return;
    if (CLOSES.has(answer.status)) return this.over(CLOSES.get(answer.status));
    if (answer.status >= 500 || answer.status === 429) return this.loaded(null);
    const page = parsePage(await answer.text());
    if (!page.getElementById("part-room")) return this.over(4401);
    token().content = page.querySelector("meta[name='csrf-token']").content;
    this.loaded(page);
  }
}
