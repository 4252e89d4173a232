// Sends a form without leaving the page, and puts the answer's parts in place of the old ones.

export const isSignIn = (address) => new URL(address, location.href).pathname === "/sign-in";

// The words of a form as they would travel, with the button that was pressed.
export function wordsOf(form, submitter) {
  const words = new FormData(form);
  if (submitter?.name) words.append(submitter.name, submitter.value);
  return new URLSearchParams(words);
}

// A network failure rejects; every answer of the server resolves.
export function post(address, words, options = {}) {
  return fetch(address, {
    method: "POST",
    body: words,
    headers: { "X-Requested-With": "fetch", Accept: "text/html" },
    credentials: "same-origin",
    ...options,
  });
}

// Replaces the element `id` by the answer's, or goes to the answer's address where it has none. A refusal is shown the
// browser's own way, so that its Back still finds what was typed.
export async function show(response, form, id, bind) {
  if (response.status >= 400 && response.status !== 422) {
    form.submit();
    return;
  }
  const type = response.headers.get("Content-Type") || "";
  const fresh = type.startsWith("text/html") && !isSignIn(response.url) ? await parsed(response) : null;
  const part = fresh?.getElementById(id);
  const old = document.getElementById(id);
  if (!part || !old) {
    location.assign(response.url);
    return;
  }
  old.replaceWith(document.adoptNode(part));
  if (id === "main") {
    document.title = fresh.title;
    if (response.redirected) history.pushState(null, "", response.url);
    scrollTo(0, 0);
  }
  bind(part);
  if (!part.querySelector("[data-focus]")) focusOn(part.querySelector("[data-verdict]") ?? part, id !== "main");
}

async function parsed(response) {
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

function focusOn(part, preventScroll) {
  if (!part.hasAttribute("tabindex")) part.tabIndex = -1;
  part.focus({ preventScroll });
}

// Back and forward over pages that were put in place have nothing to restore from but the server. A page that shows its
// own parts one at a time says so in their states, and needs no loading.
addEventListener("popstate", (event) => {
  if (event.state?.isPart) return;
  if (!location.hash || event.state) location.reload();
});
