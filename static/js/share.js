// Hands a link, with a sentence that its owner may change, to the device's own sharing or to the clipboard. Sends nothing.

for (const place of document.querySelectorAll("[data-share]")) {
  const [link, words, status] = ["link", "words", "status"].map((name) => place.querySelector(`[data-${name}]`));
  const text = () => [words.value.trim(), link.value].filter(Boolean).join("\n");
  const share = place.querySelector("[data-share-now]");
  share.hidden = !navigator.share;
  share.addEventListener("click", async () => {
    try {
      await navigator.share({ text: text() });
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = status.dataset.failed;
    }
  });
  place.querySelector("[data-copy]").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      status.textContent = status.dataset.copied;
    } catch {
      link.select();
      status.textContent = status.dataset.failed;
    }
  });
}
