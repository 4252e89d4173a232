// Keeps the form's page, so that it opens without a connection; the service worker answers with it. It goes when its
// person signs out, or somebody else signs in here.
export const FORMS = "kelim-entry-forms";
const STAMP = "kelim.entries.page";
const FRESH_FOR = 10 * 60000;

export async function keepForm(person) {
  const form = document.querySelector("form[data-entry]");
  const learner = document.querySelector("[data-outbox]").dataset.learner;
  const cases = [...(form?.querySelectorAll("[name=cases]") || [])].map((box) => box.value).join();
  const stamp = readStamp();
  const isFresh = stamp?.person === person && stamp.learner === learner && Date.now() - stamp.at < FRESH_FOR;
  if (!globalThis.caches || !navigator.onLine || (isFresh && (!form || stamp.cases === cases))) return;
  try {
    await keep(person, `/practicum/entries/new?enrolment=${learner}`);
    localStorage.setItem(STAMP, JSON.stringify({ person, learner, cases, at: Date.now() }));
  } catch {
    // Private windows refuse, lines break; the next page tries again.
  }
}

async function keep(person, address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  const html = await answer.clone().text();
  if (!answer.ok || answer.redirected || !html.includes(`data-entry="${person}"`)) return;
  const cache = await caches.open(FORMS);
  const parts = [...new Set(html.match(/\/static\/[\w./-]+/g))];
  await cache.addAll(parts);
  await cache.put(address, answer);
}

function readStamp() {
  try {
    return JSON.parse(localStorage.getItem(STAMP));
  } catch {
    return null;
  }
}

// data-kept-form: shown where the form lies on this device.
export async function keptForm(line) {
  if (await globalThis.caches?.has(FORMS).catch(() => false)) line.hidden = false;
}

// What is kept of whoever leaves, or of anybody but `person`.
export async function dropForm(person = "") {
  if (person && readStamp()?.person === person) return;
  try {
    localStorage.removeItem(STAMP);
    await globalThis.caches?.delete(FORMS);
  } catch {
    // Nothing was kept either.
  }
}
