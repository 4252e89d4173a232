// data-passkey (create | get): the button asks the device with the options in data-options; what it answers goes with
// the form. The form is there only where a browser can do this.
export function passkey(form) {
  if (!globalThis.PublicKeyCredential || !navigator.credentials) return;
  form.hidden = false;
  form.parentElement.querySelector("[data-passkey-missing]")?.remove();
  const trouble = form.querySelector("[role=alert]");
  let asking = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (asking) return;
    asking = true;
    trouble.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await ask(form.dataset.passkey, JSON.parse(form.dataset.options)));
      form.submit();
    } catch {
      trouble.hidden = false;
    }
    asking = false;
  });
}

async function ask(way, options) {
  const publicKey = way === "create" ? toMake(options) : toUse(options);
  return plain(await navigator.credentials[way]({ publicKey }));
}

function toMake(options) {
  if (PublicKeyCredential.parseCreationOptionsFromJSON) return PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const user = { ...options.user, id: bytes(options.user.id) };
  return { ...options, user, challenge: bytes(options.challenge), excludeCredentials: known(options.excludeCredentials) };
}

function toUse(options) {
  if (PublicKeyCredential.parseRequestOptionsFromJSON) return PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) };
}

const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

// Every part of the answer is bytes; some browsers and password managers have no toJSON that could be trusted.
function plain({ id, rawId, type, response }) {
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = text(response[name]);
  }
  return { id, rawId: text(rawId), type, response: parts, clientExtensionResults: {} };
}

function bytes(base64url) {
  return Uint8Array.from(atob(base64url.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const signs = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(signs).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
