// Keeps the help page, its looks and a plain offline page on this device. Nothing personal is ever kept but a rating
// sheet that is being filled: its page puts itself into a cache of its own, and takes itself out when it is sent. __BUILD__ and __ASSETS__ are put in by the front-end build.
const LANGUAGES = ["he", "ar", "en"];
const SHELL = `kelim-shell-${__BUILD__}`;
const PAGES = "kelim-pages";
const SHEETS = "kelim-sheets";
const SHEET = /^\/performances\/\d+\/rate\/[a-z]+$/;
const STAMP = "/kept-at";
const FRESH_FOR = 24 * 3600 * 1000;

const wanted = /^(css\/site\.css|js\/site\.js|icons\/kelim\.svg|fonts\/.*\.woff2)$/;
const shell = Object.keys(__ASSETS__).filter((name) => wanted.test(name)).map((name) => __ASSETS__[name]);
const kept = ["/help-now", "/offline", "/away"];
const pages = kept.flatMap((path) => LANGUAGES.map((language) => `${path}?lang=${language}`));

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
  if (request.method === "POST" && url.pathname === "/sign-out") event.waitUntil(caches.delete(SHEETS));
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (shell.includes(url.pathname)) event.respondWith(fromShell(request));
  else if (request.mode === "navigate") event.respondWith(navigate(request, url));
});

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
  await cache.put(STAMP, new Response(String(Date.now())));
}

async function refresh() {
  const stamp = await caches.match(STAMP);
  const age = Date.now() - Number(stamp ? await stamp.text() : 0);
  if (age > FRESH_FOR) await keepPages().catch(() => {});
}

async function dropOld() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("kelim-") && ![SHELL, PAGES, SHEETS].includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function fromShell(request) {
  return (await caches.match(request.url)) || fetch(request);
}

async function navigate(request, url) {
  const isPublic = kept.includes(url.pathname);
  try {
    const answer = await fetch(request);
    if (isPublic && answer.status >= 500) return (await stored(url.pathname, url)) || answer;
    if (isPublic && answer.ok) await rememberLanguage(answer);
    if (answer.status >= 500) return (await sheet(url)) || answer;
    return answer;
  } catch (failure) {
    const page = (await sheet(url)) || (await stored(isPublic ? url.pathname : "/offline", url));
    if (page) return page;
    throw failure;
  }
}

async function sheet(url) {
  return SHEET.test(url.pathname) ? caches.match(url.pathname, { cacheName: SHEETS }) : undefined;
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
