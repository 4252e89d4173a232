// Pages that stay on the device of whoever is signed in, in each language that they read here, so that they open without
// a connection: the card before a visit with the page of whom to call, and this week's exercise, to read. They go when
// that person signs out or somebody else signs in, and are fetched anew after a day, or when they have changed.
const FRESH_FOR = 24 * 3600 * 1000;

// One after the other: a page that keeps the card may still be dropping that of somebody else.
let turn = Promise.resolve();
const inTurn = (act) => (turn = turn.then(act).catch(() => {}));

const card = keeper("kelim-visit", ["/before-visit", "/worried"], "/before-visit-kept");
const exercise = keeper("kelim-practice", ["/practice/kept"], "/practice/kept-at");

// data-keep-card (whose) on their first page and on the card itself.
export function keepCard(element) {
  card.keep(element.dataset.keepCard);
}

// data-keep-exercise (whose) with data-edition (of what) on the page of the week.
export function keepExercise(element) {
  exercise.keep(element.dataset.keepExercise, element.dataset.edition);
}

// Whatever is kept, or what is not `person`'s.
export function dropCard(person) {
  card.drop(person);
  exercise.drop(person);
}

function keeper(name, paths, stampPath) {
  async function stampOf(cache) {
    const kept = await cache.match(stampPath);
    return kept ? kept.json() : null;
  }

  async function keep(person, edition, language) {
    await dropUnless(person);
    const cache = await caches.open(name);
    const stamp = (await stampOf(cache)) ?? { person, at: {} };
    const build = `${document.querySelector("link[rel=stylesheet]")?.getAttribute("href")} ${edition}`;
    const isFresh = stamp.build === build && Date.now() - (stamp.at[language] ?? 0) < FRESH_FOR;
    if (isFresh && stamp.language === language) return;
    if (!isFresh) {
      const answers = await Promise.all(paths.map((path) => fetch(path, { credentials: "same-origin" })));
      if (answers.some((answer) => !answer.ok || answer.redirected)) return;
      await Promise.all(answers.map((answer, index) => cache.put(`${paths[index]}?lang=${language}`, answer)));
      stamp.at = stamp.build === build ? { ...stamp.at, [language]: Date.now() } : { [language]: Date.now() };
    }
    await cache.put(stampPath, new Response(JSON.stringify({ ...stamp, language, build })));
  }

  async function dropUnless(person) {
    if (!(await caches.has(name))) return;
    const stamp = await stampOf(await caches.open(name));
    if (stamp?.person !== person) await caches.delete(name);
  }

  return {
    keep(person, edition = "") {
      if (globalThis.caches) inTurn(() => keep(person, edition, document.documentElement.lang));
    },
    drop(person) {
      if (globalThis.caches) inTurn(() => (person ? dropUnless(person) : caches.delete(name)));
    },
  };
}
