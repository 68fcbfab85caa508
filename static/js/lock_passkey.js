// Asks a passkey for the secret that opens private pages, and sends it with the form. It keeps nothing.

const bytes = (text) => {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (sign) => sign.charCodeAt(0));
};
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const forUrl = (buffer) => text(buffer).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function use(form) {
  const asking = new FormData(form);
  asking.delete("one_try"); // the form is good for one try, which this is not
  const answer = await fetch(form.action, { method: "POST", body: asking });
  const { options, prf } = await answer.json();
  const asked = options.publicKey;
  const got = await navigator.credentials.get({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      allowCredentials: (asked.allowCredentials ?? []).map((one) => ({ ...one, id: bytes(one.id) })),
      extensions: { prf: { eval: { first: bytes(prf) } } },
    },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = got.response;
  const credential = {
    id: got.id,
    rawId: forUrl(got.rawId),
    type: got.type,
    response: {
      clientDataJSON: forUrl(clientDataJSON),
      authenticatorData: forUrl(authenticatorData),
      signature: forUrl(signature),
      userHandle: userHandle ? forUrl(userHandle) : null,
    },
    clientExtensionResults: {},
  };
  const secret = got.getClientExtensionResults().prf?.results?.first;
  add(form, "credential", JSON.stringify(credential));
  add(form, "prf", secret ? text(secret) : "");
  form.submit();
}

function add(form, name, value) {
  const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
  form.append(field);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    use(form).catch(() => {
      document.getElementById("passkey-error").hidden = false;
    });
  });
}
