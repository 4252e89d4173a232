// Keeps the pages of forms, so that they open without a connection; the service worker answers with them. They go when
// their person signs out, or somebody else signs in here. [data-outbox] may name the pages and the cases that they offer:
// data-pages, data-cases.
export const FORMS = "kelim-entry-forms";
const STAMPS = ["kelim.entries.page", "kelim.measures.page"];
const FRESH_FOR = 10 * 60000;

export async function keepForm(person) {
  const form = document.querySelector("form[data-entry]");
  const { learner, pages, ...section } = document.querySelector("[data-outbox]").dataset;
  const name = STAMPS[pages ? 1 : 0];
  const offered = form?.querySelectorAll("[name=cases]") || [];
  const cases = section.cases ?? [...offered].map(({ value }) => value).join();
  const stamp = readStamp(name);
  const isOf = stamp?.person === person && stamp.learner === learner && stamp.pages === pages;
  const isFresh = isOf && Date.now() - stamp.at < FRESH_FOR;
  const isKnown = (!form && !pages) || stamp?.cases === cases;
  if (!globalThis.caches || !navigator.onLine || (isFresh && isKnown)) return;
  try {
    // Whose they are is known from the first one on: whoever leaves halfway finds the others missing, not all of them.
    if (!isOf) localStorage.setItem(name, JSON.stringify({ person, at: 0 }));
    const addresses = pages?.split(" ") ?? [`/practicum/entries/new?enrolment=${learner}`];
    for (const address of addresses) await keep(person, address);
    localStorage.setItem(name, JSON.stringify({ person, learner, pages, cases, at: Date.now() }));
  } catch {
    // Private windows refuse, lines break; the next page tries again.
  }
}

async function keep(person, address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  const html = await answer.clone().text();
  if (!answer.ok || answer.redirected || !html.includes(`data-forget="${person}"`)) return;
  const cache = await caches.open(FORMS);
  const parts = [...new Set(html.match(/\/static\/[\w./-]+/g))];
  await cache.addAll(parts);
  await cache.put(address, answer);
}

function readStamp(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
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
  const kept = STAMPS.map(readStamp).filter(Boolean);
  if (person && kept.length && kept.every((stamp) => stamp.person === person)) return;
  try {
    STAMPS.forEach((name) => localStorage.removeItem(name));
    await globalThis.caches?.delete(FORMS);
  } catch {
    // Nothing was kept either.
  }
}
