// Hands a link, with the sentence that its owner may change if there is one, to the device's own sharing or to the clipboard. Sends nothing.

if (navigator.share) document.documentElement.dataset.canShare = ""; // the page shows the button then

const ACTS = {
  "[data-share-now]": (text) => navigator.share({ text }),
  "[data-copy]": (text) => navigator.clipboard.writeText(text),
};

document.addEventListener("click", async (event) => {
  const asked = Object.keys(ACTS).find((name) => event.target.closest(name));
  const place = event.target.closest("[data-share]");
  if (!asked || !place) return;
  const [link, words, status] = ["link", "words", "status"].map((name) => place.querySelector(`[data-${name}]`));
  status.setAttribute("data-kept", ""); // the page may be made again meanwhile
  try {
    await ACTS[asked]([words?.value.trim(), link.value].filter(Boolean).join("\n"));
    if (asked === "[data-copy]") status.textContent = status.dataset.copied;
  } catch (error) {
    if (error.name === "AbortError") return;
    if (asked === "[data-copy]") link.select();
    status.textContent = status.dataset.failed;
  }
});
