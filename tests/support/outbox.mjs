// Phones on a bad line, in Node: each writes its entries and sends them by the very code that pages send them by. What a
// phone keeps lies in files, so that a phone that is killed finds it again. The plan is the JSON file of the first
// argument: {address, folder, seed, phones: [{person, enrolment, cookie, token, entries: [{id, fields, texts, then}]}]}.
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CONFLICT, REFUSED, sender } from "../../app/static/js/entry-sending.js";

const { address, folder, seed, phones } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const LIST = "/practicum/entries";
const AT_ONCE = 6;
const late = new Set();

// Mulberry32: the same trouble for the same seed.
let state = seed;
function chance() {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Entries of one phone, each a file that is replaced as a whole.
function fileStore(person) {
  const home = join(folder, person);
  mkdirSync(home, { recursive: true });
  const fileOf = (id) => join(home, `${id}.json`);
  const read = (id) => {
    try {
      return JSON.parse(readFileSync(fileOf(id), "utf8"));
    } catch {
      return null;
    }
  };
  const write = (item) => {
    writeFileSync(`${fileOf(item.id)}.draft`, JSON.stringify(item));
    renameSync(`${fileOf(item.id)}.draft`, fileOf(item.id));
  };
  return {
    person,
    isWritten: (id) => readdirSync(home).includes(`${id}.written`),
    note: (id) => writeFileSync(join(home, `${id}.written`), ""),
    get: async (id) => read(id),
    put: async (item) => write(item),
    list: async () => readdirSync(home).filter((name) => name.endsWith(".json")).map((name) => read(name.slice(0, -5))),
    update: async (id, change) => {
      const kept = read(id);
      const changes = kept && change(kept);
      if (kept && !changes) rmSync(fileOf(id));
      if (!changes) return null;
      write({ ...kept, ...changes });
      return read(id);
    },
  };
}

// As a browser follows answers. The list that it would draw in the end is left out: nothing is read from it.
async function direct(phone, path, options = {}) {
  const headers = { ...options.headers, Cookie: `kelim=${phone.cookie}` };
  const answer = await fetch(address + path, { ...options, headers, redirect: "manual" });
  if (answer.status < 300 || answer.status >= 400) return answerOf(path, answer.status, await answer.text());
  await answer.arrayBuffer();
  const place = new URL(answer.headers.get("location"), address).href.slice(address.length);
  return place === LIST ? answerOf(LIST, 200, "") : direct(phone, place);
}

function answerOf(path, status, text) {
  const answer = { url: address + path, status, ok: status < 300, text: async () => text };
  return { ...answer, clone: () => answer };
}

// Drops on the way there, drops on the way back, doubles, brings late and out of order, breaks down between.
async function bad(phone, path, options) {
  const go = () => direct(phone, path, options);
  const turn = chance();
  if (turn < 0.08) throw new Error("lost on the way there");
  if (turn < 0.18) return go().then(() => Promise.reject(new Error("lost on the way back")));
  if (turn < 0.26) return (await Promise.all([go(), go()]))[Math.floor(chance() * 2)];
  if (turn < 0.36) {
    const copy = sleep(chance() * 1500).then(go).catch(() => {}).finally(() => late.delete(copy));
    late.add(copy);
    if (chance() < 0.5) throw new Error("on its way, but late");
  }
  if (turn < 0.4) return answerOf(path, 502, "");
  return go();
}

// The words of an entry's form and what its page complains of, without a document.
function read(html) {
  const form = html.match(/<form[^>]*data-entry[\s\S]*?<\/form>/)?.[0] || "";
  const words = new URLSearchParams();
  const plain = (text) => text.replace(/&#39;/g, "'").replace(/&quot;|&#34;/g, '"').replace(/&lt;/g, "<").replace(/&amp;/g, "&");
  const of = (tag, name) => plain(tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1] ?? "");
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const isChoice = /type="(checkbox|radio)"/.test(tag);
    if (of(tag, "name") && (!isChoice || /\schecked/.test(tag))) words.append(of(tag, "name"), of(tag, "value"));
  }
  for (const [, tag, options] of form.matchAll(/(<select[^>]*>)([\s\S]*?)<\/select>/g)) {
    const chosen = options.match(/<option[^>]*\sselected[^>]*>/)?.[0] ?? options.match(/<option[^>]*>/)[0];
    words.append(of(tag, "name"), of(chosen, "value"));
  }
  const why = [...html.matchAll(/<p class="lead">([^<]*)|class="error-summary"[\s\S]*?<li>([\s\S]*?)<\/li>/g)];
  return { words, why: why.map(([, lead, line]) => lead ?? line) };
}

function fail(...words) {
  console.log("FAILED", JSON.stringify(words));
  process.exit(3);
}

async function live(phone) {
  const store = fileStore(phone.person);
  let isFirst = true;
  const token = () => (isFirst ? ((isFirst = false), phone.token) : "");
  const sends = sender({ store, fetch: (path, options) => bad(phone, path, options), read, token });
  const check = ({ kind, why }) => ([CONFLICT, REFUSED].includes(kind) ? fail(phone.person, kind, why) : kind);
  for (const entry of phone.entries) check(await write(store, sends, phone, entry));
  while ((await store.list()).length) {
    (await sends.all({ isNow: true })).forEach(check);
    await sleep(20 + chance() * 100);
  }
}

// Said bit by bit, saved along the way, and sent in the end; what cannot be sent now waits for later.
async function write(store, sends, phone, { id, fields, texts, then }) {
  if (store.isWritten(id) && !(await store.get(id))) return {};
  const wordsOf = (learning) => String(new URLSearchParams([...fields, ["client_id", id], ["enrolment", phone.enrolment], ["learning", learning]]));
  let item = await store.get(id);
  if (!item) {
    item = { id, at: phone.entries.findIndex((one) => one.id === id), action: `${LIST}/new`, version: "", tries: 0, inDoubt: [] };
    await store.put({ ...item, words: wordsOf(texts[0]), then: "keep", wants: false, isDirty: true, stage: 0 });
    store.note(id);
  }
  for (let stage = (await store.get(id)).stage; stage < texts.length - 1; stage++) {
    await store.update(id, () => ({ words: wordsOf(texts[stage]), stage, isDirty: true }));
    await sends.one(id);
  }
  await store.update(id, () => ({ words: wordsOf(texts[texts.length - 1]), stage: texts.length, then, wants: true, isDirty: true }));
  return chance() < 0.7 ? sends.one(id) : {};
}

const waiting = [...phones];
await Promise.all(Array.from({ length: AT_ONCE }, async () => {
  while (waiting.length) await live(waiting.shift());
}));
while (late.size) await Promise.all([...late]);
console.log("DONE");
