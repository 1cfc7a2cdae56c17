// Passkeys: the browser's part of adding one, signing in with one, and confirming with one.
// Each form says by data-passkey which it is ("add", "use" or "sign-in"); what it wants stands in data-options as JSON,
// or, before anybody is known, at the address in data-options-url.

const toBytes = (text) => {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/").padEnd(Math.ceil(text.length / 4) * 4, "=");
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
};

const toText = (buffer) => {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const known = (keys = []) => keys.map((key) => ({ ...key, id: toBytes(key.id) }));

/** Ask the device to make a key; `alone` asks for one that signs in without the password. */
async function makeKey({ publicKey }, alone) {
  const created = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: alone ? "required" : "discouraged",
        requireResidentKey: alone,
        ...(alone ? { userVerification: "required" } : {}),
      },
    },
  });
  return {
    ...common(created),
    response: {
      clientDataJSON: toText(created.response.clientDataJSON),
      attestationObject: toText(created.response.attestationObject),
      transports: created.response.getTransports?.() ?? [],
    },
  };
}

/** Ask the device to sign with a key it has. */
async function useKey({ publicKey }) {
  const found = await navigator.credentials.get({
    publicKey: { ...publicKey, challenge: toBytes(publicKey.challenge), allowCredentials: known(publicKey.allowCredentials) },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = found.response;
  return {
    ...common(found),
    response: {
      clientDataJSON: toText(clientDataJSON),
      authenticatorData: toText(authenticatorData),
      signature: toText(signature),
      userHandle: userHandle ? toText(userHandle) : null,
    },
  };
}

const common = (credential) => ({
  id: credential.id,
  rawId: toText(credential.rawId),
  type: credential.type,
  authenticatorAttachment: credential.authenticatorAttachment,
  clientExtensionResults: credential.getClientExtensionResults(),
});

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return answer.json();
}

async function prove(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "add") {
    return makeKey(options.creation_options, form.elements.passwordless?.checked ?? false);
  }
  return useKey(options.request_options);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const trouble = form.querySelector("[data-passkey-trouble]");
  if (!window.PublicKeyCredential) {
    trouble.hidden = false;
    trouble.textContent = form.dataset.unsupported;
    continue;
  }
  form.querySelectorAll("[data-needs-script]").forEach((part) => { part.hidden = false; });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await prove(form));
    } catch {
      trouble.hidden = false;
      trouble.textContent = form.dataset.failed;
      return;
    }
    form.submit();
  });
}
