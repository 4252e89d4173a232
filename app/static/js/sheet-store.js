// What a rating sheet keeps on the device: ticks and the note in local storage, its page in a cache of its own. Both go
// when the server has the rating, when its rater signs out, or when somebody else signs in here.
const PREFIX = "kelim.sheet.";
const PAGES = "kelim-sheets";
const DAYS_KEPT = 14;

export const keyOf = (name) => PREFIX + name;
const pageOf = (name) => `/performances/${name.replace("/", "/rate/")}`;

function read(key) {
  try {
    const item = JSON.parse(localStorage.getItem(key));
    return item && Date.now() - item.at < DAYS_KEPT * 864e5 ? item : null;
  } catch {
    return null;
  }
}

export function load(name, rater) {
  const item = read(keyOf(name));
  return item?.rater === rater ? item : null;
}

export function save(name, item) {
  try {
    localStorage.setItem(keyOf(name), JSON.stringify(item));
    return true;
  } catch {
    return false;
  }
}

export function drop(name) {
  try {
    localStorage.removeItem(keyOf(name));
  } catch {
    // Nothing was kept either.
  }
  withPages((cache) => cache.delete(pageOf(name)));
}

// Names of the sheets that are kept here and pass the test.
function kept(test) {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    return keys.filter((key) => test(read(key))).map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}

export const isWaiting = () => kept((item) => item).length > 0;

// Everything, or what `rater` has not filled.
export function dropAll(rater) {
  kept((item) => !rater || item?.rater !== rater).forEach(drop);
  if (!rater) globalThis.caches?.delete(PAGES).catch(() => {});
}

// So that a reload without a connection shows the sheet again; the service worker answers with it.
export function keepPage(name) {
  withPages(async (cache) => {
    const answer = await fetch(pageOf(name), { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) await cache.put(pageOf(name), answer);
  });
}

async function withPages(act) {
  try {
    if (globalThis.caches) await act(await caches.open(PAGES));
  } catch {
    // Private windows refuse; the ticks are kept nevertheless.
  }
}
