// The card before a visit and the page of whom to call stay on the device of whoever is signed in, in each language that
// they read here, so that they open without a connection. They go when that person signs out or somebody else signs in,
// and are fetched anew after a day.
const CARDS = "kelim-visit";
const KEPT = ["/before-visit", "/worried"];
const STAMP = "/before-visit-kept";
const FRESH_FOR = 24 * 3600 * 1000;

// One after the other: a page that keeps the card may still be dropping that of somebody else.
let turn = Promise.resolve();
const inTurn = (act) => (turn = turn.then(act).catch(() => {}));

async function stampOf(cache) {
  const kept = await cache.match(STAMP);
  return kept ? kept.json() : null;
}

// data-keep-card (whose) on their first page and on the card itself.
export function keepCard(element) {
  if (globalThis.caches) inTurn(() => keep(element.dataset.keepCard, document.documentElement.lang));
}

async function keep(person, language) {
  await dropUnless(person);
  const cache = await caches.open(CARDS);
  const stamp = (await stampOf(cache)) ?? { person, at: {} };
  const build = document.querySelector("link[rel=stylesheet]")?.getAttribute("href");
  const isFresh = stamp.build === build && Date.now() - (stamp.at[language] ?? 0) < FRESH_FOR;
  if (isFresh && stamp.language === language) return;
  if (!isFresh) {
    const answers = await Promise.all(KEPT.map((path) => fetch(path, { credentials: "same-origin" })));
    if (answers.some((answer) => !answer.ok || answer.redirected)) return;
    await Promise.all(answers.map((answer, index) => cache.put(`${KEPT[index]}?lang=${language}`, answer)));
    stamp.at = stamp.build === build ? { ...stamp.at, [language]: Date.now() } : { [language]: Date.now() };
  }
  await cache.put(STAMP, new Response(JSON.stringify({ ...stamp, language, build })));
}

async function dropUnless(person) {
  if (!(await caches.has(CARDS))) return;
  const stamp = await stampOf(await caches.open(CARDS));
  if (stamp?.person !== person) await caches.delete(CARDS);
}

// Whatever is kept, or what is not `person`'s.
export function dropCard(person) {
  if (globalThis.caches) inTurn(() => (person ? dropUnless(person) : caches.delete(CARDS)));
}
