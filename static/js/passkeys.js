// Shows a message when a passkey failed or was declined, and asks each new one for a secret of its own. Sends nothing, stores nothing.

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const line = document.getElementById("passkey-error");
  if (line) line.hidden = false;
});

// A passkey that is made here may later give the secret that opens private pages; some have to be told so at once.
const make = navigator.credentials?.create?.bind(navigator.credentials);
if (make)
  navigator.credentials.create = (options) => {
    const asked = options.publicKey;
    return make({ ...options, publicKey: { ...asked, extensions: { ...asked.extensions, prf: {} } } });
  };
