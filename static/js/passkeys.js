/* Passkeys: a form marked data-passkey="create|get|login" asks the device and posts what it answered. */
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  function readable(key) {
    const read = { ...key, challenge: bytes(key.challenge) };
    if (key.user) read.user = { ...key.user, id: bytes(key.user.id) };
    for (const list of ["excludeCredentials", "allowCredentials"]) {
      if (key[list]) read[list] = key[list].map((one) => ({ ...one, id: bytes(one.id) }));
    }
    return read;
  }

  function sendable(credential) {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  async function options(form) {
    if (form.dataset.passkey !== "login") return JSON.parse(form.dataset.passkeyOptions).publicKey;
    const answer = await fetch(form.dataset.passkeyUrl, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options.publicKey;
  }

  function say(form, fault) {
    form.querySelectorAll("[data-fault]").forEach((one) => { one.hidden = one.dataset.fault !== fault; });
  }

  async function ask(form) {
    const publicKey = readable(await options(form));
    return form.dataset.passkey === "create" ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey });
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-passkey]");
    if (!form) return;
    event.preventDefault();
    say(form, "");
    if (!window.PublicKeyCredential) { say(form, "unsupported"); return; }
    try {
      form.elements.credential.value = sendable(await ask(form));
      form.submit(); // without another submit event
    } catch (error) {
      say(form, { SecurityError: "unsupported", NotSupportedError: "unsupported", InvalidStateError: "known" }[error.name] || "refused");
    }
  });
})();
