// Asks the server over plain HTTP, and says whose page asks. Keeps nothing.

export const OWNER = document.querySelector("meta[name='page-owner']")?.content ?? "";
export const PAGE_OWNER = OWNER ? { "X-Page-Owner": OWNER } : {};
export const canAsk = typeof window.fetch === "function";

/** A signal that ends a request after so many milliseconds, where the browser has one. */
export function within(milliseconds) {
  return typeof window.AbortSignal?.timeout === "function" ? { signal: window.AbortSignal.timeout(milliseconds) } : {};
}

/** Whether this error only says that no answer came. */
export const isSilence = (error) => error instanceof TypeError || ["TimeoutError", "AbortError"].includes(error?.name);
