// Shows a message when a passkey failed or was declined. Sends nothing, stores nothing.

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const line = document.getElementById("passkey-error");
  if (line) line.hidden = false;
});
