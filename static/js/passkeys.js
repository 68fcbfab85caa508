// Says so on the page when a passkey did not work or was declined. Sends nothing, stores nothing.

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const line = document.getElementById("passkey-error");
  if (line) line.hidden = false;
});
