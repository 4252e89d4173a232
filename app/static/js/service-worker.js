// Keeps the help page, the emergency card, their looks and a plain offline page on this device. Nothing personal is kept
// but a rating sheet that is being filled, the card before a visit, whom to call, this week's exercise to read, and the
// forms in which practice is written down: pages put them into caches of their own, and take them out again
// (sheet-store.js, keep-card.js, entry-page.js). Nothing that somebody writes for themselves is kept. __BUILD__ and
// __ASSETS__ are put in by the front-end build.
const LANGUAGES = ["he", "ar", "en"];
const SHELL = `kelim-shell-${__BUILD__}`;
const PAGES = "kelim-pages";
const SHEETS = "kelim-sheets";
const VISIT = "kelim-visit";
const CARD = "/before-visit";
const WORRIED = "/worried";
const PRACTICE = "kelim-practice";
const WEEK = "/practice";
const SHEET = /^\/performances\/\d+\/rate\/[a-z]+$/;
const FORMS = "kelim-entry-forms";
const FORM = "/practicum/entries/new";
const MEASURE = "/measures/new";
const FORM_PATIENCE = 6000;
const STAMP = "/kept-at";
const FRESH_FOR = 24 * 3600 * 1000;

const wanted = /^(css\/site\.css|js\/(?:site|entries)\.js|icons\/kelim\.svg|fonts\/.*\.woff2)$/;
const shell = Object.keys(__ASSETS__).filter((name) => wanted.test(name)).map((name) => __ASSETS__[name]);
const kept = ["/help-now", "/offline", "/away"];
// These need content that is published: help does not wait for them.
const beside = ["/emergency-card", "/never", WORRIED];
const inEach = (paths) => paths.flatMap((path) => LANGUAGES.map((language) => `${path}?lang=${language}`));
const pages = inEach(kept);

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([keepShell(), keepPages()]).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOld().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "keep-help-fresh") event.waitUntil(refresh());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method === "POST" && url.pathname === "/sign-out") event.waitUntil(forgetPerson());
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (shell.includes(url.pathname)) event.respondWith(fromShell(request));
  else if (request.mode === "navigate") event.respondWith(navigate(request, url));
  else if (url.pathname.startsWith("/static/")) event.respondWith(fetch(request).catch(() => fromForms(request)));
});

// Entries that wait are sealed, and their key is their page's: only an open page can send them.
self.addEventListener("sync", (event) => {
  if (event.tag === "kelim-entries") event.waitUntil(wakePages());
});

async function wakePages() {
  for (const page of await self.clients.matchAll()) page.postMessage("send-entries");
}

const forgetPerson = () => Promise.all([SHEETS, VISIT, FORMS, PRACTICE].map((name) => caches.delete(name)));

async function keepShell() {
  const cache = await caches.open(SHELL);
  await cache.addAll(shell);
}

// Without cookies: what is kept is the page that everybody gets.
async function keepPages() {
  const cache = await caches.open(PAGES);
  const answers = await Promise.all(pages.map((page) => fetch(page, { credentials: "omit", cache: "no-cache" })));
  if (answers.some((answer) => !answer.ok)) throw new Error("a public page is not to be had");
  await Promise.all(answers.map((answer, index) => cache.put(pages[index], answer)));
  await Promise.all(inEach(beside).map((page) => keepBeside(cache, page).catch(() => {})));
  await cache.put(STAMP, new Response(String(Date.now())));
}

async function keepBeside(cache, page) {
  const answer = await fetch(page, { credentials: "omit", cache: "no-cache" });
  if (answer.ok && !answer.redirected) await cache.put(page, answer);
}

async function refresh() {
  const stamp = await caches.match(STAMP);
  const age = Date.now() - Number(stamp ? await stamp.text() : 0);
  if (age > FRESH_FOR) await keepPages().catch(() => {});
}

async function dropOld() {
  const names = await caches.keys();
  const current = [SHELL, PAGES, SHEETS, VISIT, FORMS, PRACTICE];
  const old = names.filter((name) => name.startsWith("kelim-") && !current.includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function fromShell(request) {
  return (await caches.match(request.url)) || fetch(request);
}

async function navigate(request, url) {
  const isPublic = [...kept, ...beside].includes(url.pathname);
  try {
    const answer = await ([FORM, MEASURE].includes(url.pathname) ? fetchForm(request, url) : fetch(request));
    if (isPublic && answer.ok) await rememberLanguage(answer);
    if (answer.status >= 500) return (await own(url)) || (isPublic && (await stored(url.pathname, url))) || answer;
    return answer;
  } catch (failure) {
    const page = (await own(url)) || (isPublic && (await stored(url.pathname, url))) || (await stored("/offline", url));
    if (page) return page;
    throw failure;
  }
}

// What the person who is signed in has on this device.
async function own(url) {
  const asked = url.searchParams.get("lang");
  if ([CARD, WORRIED].includes(url.pathname)) return read(VISIT, `${CARD}-kept`, url.pathname, asked);
  if (url.pathname === WEEK) return read(PRACTICE, `${WEEK}/kept-at`, `${WEEK}/kept`, asked);
  if ([FORM, MEASURE].includes(url.pathname)) return keptForm(url);
  return SHEET.test(url.pathname) ? caches.match(url.pathname, { cacheName: SHEETS }) : undefined;
}

// The form of the cohort that was asked for, and of what is to be filled; else the one that was kept last.
async function keptForm(url) {
  const cache = await caches.open(FORMS);
  const asked = [...url.searchParams].filter(([name]) => ["enrolment", "instrument"].includes(name));
  const found = await cache.match(`${url.pathname}?${new URLSearchParams(asked)}`);
  return found || cache.match(url.pathname, { ignoreSearch: true });
}

// A line that neither answers nor breaks is as good as none where a form lies ready.
async function fetchForm(request, url) {
  const answer = fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, FORM_PATIENCE)).then(() => keptForm(url));
  return (await Promise.race([answer, late])) || answer;
}

const fromForms = async (request) => (await caches.match(request, { cacheName: FORMS })) || Response.error();

// In the language that is asked for, or the one that was read last.
async function read(cacheName, stampPath, path, asked) {
  const stamp = await caches.match(stampPath, { cacheName });
  if (!stamp) return undefined;
  const { language } = await stamp.json();
  const found = (code) => caches.match(`${path}?lang=${code}`, { cacheName });
  return (asked && (await found(asked))) || found(language);
}

// The language that was last read here, so that an address without `?lang` opens in it offline too.
async function rememberLanguage(answer) {
  const language = answer.headers.get("Content-Language");
  const cache = await caches.open(PAGES);
  if (LANGUAGES.includes(language)) await cache.put("/kept-language", new Response(language));
}

async function stored(path, url) {
  const cache = await caches.open(PAGES);
  const last = await cache.match("/kept-language");
  const asked = url.searchParams.get("lang");
  const language = LANGUAGES.includes(asked) ? asked : last ? await last.text() : LANGUAGES[0];
  return cache.match(`${path}?lang=${language}`);
}
