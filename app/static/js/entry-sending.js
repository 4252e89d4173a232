// Sends what a person has written, each entry once: the server knows an entry by the id that was made on the device, so
// that sending again after a lost receipt changes nothing. Knows no page: what it needs is handed in.
import { kindOf } from "./entry-kinds.js";

const FIRST_PAUSE = 5000;
const LONGEST_PAUSE = 15 * 60000;
const IN_DOUBT = 6;

// What became of a sending. `received`: the server has it; `saved`: it has it and it is still being written;
// `later`: no answer; `signed-out`, `stranger`: not in this sign-in; `conflict`, `refused`: its writer has to look.
export const [RECEIVED, SAVED, LATER, SIGNED_OUT, STRANGER, CONFLICT, REFUSED] = [
  "received",
  "saved",
  "later",
  "signed-out",
  "stranger",
  "conflict",
  "refused",
];
const STOPS = new Set([LATER, SIGNED_OUT, STRANGER]);

export const pause = (tries) => Math.min(FIRST_PAUSE * 2 ** Math.max(0, tries - 1), LONGEST_PAUSE);

const path = (address) => address.replace(/^https?:\/\/[^/]+/, "").replace(/[?#].*$/, "");
const isSignIn = (address) => path(address) === "/sign-in";
const editing = (address) => path(address).match(/^\/practicum\/entries\/\d+\/edit$/)?.[0] || "";
const inPage = (html, pattern) => html.match(pattern)?.[1] ?? "";
const tokenIn = (html) => inPage(html, /name="csrf_token"[^>]*? value="([^"]*)"/);
const versionOf = (html) => inPage(html, /name="version" value="(\d+)"/);
const personIn = (html) => inPage(html, /data-forget="(\d+)"/);

// `store`: of one person. `fetch(address, options)`: rejects without an answer. `read(html)`: words of a form's fields and
// what its page complains of. `token()`: of the page that is open, or "".
export function sender({ store, fetch, read, token = () => "", now = Date.now }) {
  let held = "";
  let running = null;

  async function post(item, words) {
    const body = new URLSearchParams(words);
    body.set("csrf_token", held || token());
    const headers = { "X-Requested-With": "fetch", Accept: "text/html" };
    return fetch(item.action, { method: "POST", body, headers, credentials: "same-origin" });
  }

  // A token of whoever is signed in now, unless it is somebody else.
  async function renew(item) {
    const answer = await fetch(kindOf(item.action).form, { credentials: "same-origin" });
    if (isSignIn(answer.url)) return SIGNED_OUT;
    if (!answer.ok) return LATER;
    const html = await answer.text();
    if (personIn(html) !== store.person) return STRANGER;
    held = tokenIn(html);
    return held ? "" : LATER;
  }

  // One entry, as its writer wants it: `then` is draft or submit; `keep` only saves along.
  async function send(item) {
    const words = wordsOf(item);
    const body = String(words);
    item.inDoubt = [...(item.inDoubt || []).filter((one) => one !== body), body].slice(-IN_DOUBT);
    item.tries = (item.tries || 0) + 1;
    item.next = now() + pause(item.tries);
    const { inDoubt, tries, next } = item;
    if (!(await store.update(item.id, () => ({ inDoubt, tries, next })))) return { kind: RECEIVED };
    try {
      if (!held && !token()) {
        const trouble = await renew(item);
        if (trouble) return { kind: trouble };
      }
      let answer = await post(item, words);
      if (answer.status === 400) {
        held = "";
        const trouble = await renew(item);
        if (trouble) return { kind: trouble };
        answer = await post(item, words);
      }
      return await judge(item, answer);
    } catch {
      return { kind: LATER };
    }
  }

  async function judge(item, answer) {
    if (isSignIn(answer.url)) return { kind: SIGNED_OUT };
    if (answer.status >= 500 || answer.status === 429 || answer.status === 400) return { kind: LATER };
    if (answer.ok && item.then === "keep") return saved(item, answer);
    if (answer.ok) return { kind: RECEIVED, answer };
    const html = await answer.clone().text();
    if (answer.status !== 409) return { kind: REFUSED, answer, why: read(html).why };
    return (await isOwn(item, html)) ? send(item) : { kind: CONFLICT, answer };
  }

  // Where the entry stands now, so that what is written next is a change of it.
  async function saved(item, answer) {
    const action = editing(answer.url);
    if (!action) return { kind: RECEIVED, answer };
    return { kind: SAVED, action, version: versionOf(await answer.text()) };
  }

  // Whether what the server holds is an earlier sending of this very entry whose receipt was lost: then it is simply
  // written on. What somebody wrote elsewhere is left for its writer to compare. Rejects where nobody can tell now.
  async function isOwn(item, html) {
    const action = inPage(html, /action="(\/practicum\/entries\/\d+\/edit)"/);
    if (!action || (item.own || 0) >= IN_DOUBT) return false;
    const answer = await fetch(action, { credentials: "same-origin" });
    if (isSignIn(answer.url) || answer.status >= 500 || answer.status === 429) throw answer;
    if (!answer.ok || editing(answer.url) !== action) return false;
    const page = await answer.text();
    const stands = bare(read(page).words);
    const body = bare(wordsOf(item));
    const isKnown = item.inDoubt.some((one) => bare(new URLSearchParams(one)) === stands);
    if (!isKnown || stands === body) return false;
    Object.assign(item, { action, version: versionOf(page), own: (item.own || 0) + 1 });
    return true;
  }

  // Keeps what became of it. What its writer has changed while it was on its way stays to be sent.
  async function settle(item, outcome) {
    const { kind, why } = outcome;
    const { action, version } = kind === SAVED ? outcome : item;
    const state = kind === CONFLICT || kind === REFUSED ? kind : "";
    return store.update(item.id, (kept) => {
      const isSame = kept.words === item.words;
      if (kind === RECEIVED && isSame) return null;
      if (kind !== SAVED) return { action, version, state, why, wants: kept.wants && !state, isDirty: true };
      return { action, version, state, inDoubt: [], tries: 0, own: 0, isDirty: !isSame };
    });
  }

  async function one(id) {
    const item = await store.get(id);
    if (!item) return { kind: RECEIVED };
    const outcome = await send(item);
    await settle(item, outcome);
    return outcome;
  }

  // Everything that wants to be sent, oldest first, one after the other; stops where the next would fare no better.
  // `isNow`: whatever pause was agreed on.
  // `isLeft`: whether what was being written lies there without a form that is open.
  async function all({ isNow = false, isLeft = () => false } = {}) {
    const outcomes = new Map();
    for (const item of await store.list()) {
      if (!item.wants && !(item.isDirty && !item.state && isLeft(item.id))) continue;
      if (!isNow && item.next > now()) continue;
      const outcome = await one(item.id);
      outcomes.set(item.id, outcome);
      if (STOPS.has(outcome.kind)) break;
    }
    return outcomes;
  }

  // One sending at a time in this tab; the caller sees to it for several.
  function inTurn(act) {
    running = (running || Promise.resolve()).then(act, act);
    return running;
  }

  return { one: (id) => inTurn(() => one(id)), all: (options) => inTurn(() => all(options)) };
}

// As the form would send it.
export function wordsOf(item) {
  const words = new URLSearchParams(item.words);
  words.set("then", item.then === "submit" ? "submit" : "draft");
  if (item.then === "keep") words.set("draft", "1");
  if (item.version) words.set("version", item.version);
  return words;
}

const PASSING = new Set(["csrf_token", "then", "draft", "version", "seen", "client_id", "enrolment"]);

// What of a body is the entry itself, in an order of its own.
function bare(words) {
  const facts = [...words].filter(([name, value]) => !PASSING.has(name) && value !== "");
  return JSON.stringify(facts.map(([name, value]) => [name, value.trim().replace(/\s+/g, " ")]).sort());
}
