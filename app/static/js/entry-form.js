import { deskOf } from "./entry-desk.js";
import { asks } from "./entry-asks.js";
import { kindOf } from "./entry-kinds.js";
import { picks } from "./entry-picks.js";
import { remarks } from "./entry-remarks.js";
import { CONFLICT, LATER, RECEIVED, REFUSED, SAVED } from "./entry-sending.js";
import { newId } from "./entry-store.js";
import { once } from "./once.js";
import { show, wordsOf } from "./page.js";

const HERE = "kelim.entry.here";
const SOON = 400;
const ALONG = 4000;
const OWN_WAYS = ["csrf_token", "then", "draft", "version"];

// data-entry="person" on the form of an entry: it keeps itself on this device while it is being written and saves itself
// on the server along the way; sent, it goes by way of what is kept, so that it arrives once whatever the line does.
// Words: data-kept, -saving, -saved, -sending, -waiting, -signed-out, -conflict, -refused. A form that was filled with
// somebody does the same, but is sent only when it is finished; [data-asks] in it is for when there is no line.
export async function entryForm(form, bind) {
  const what = kindOf(form.getAttribute("action"));
  const isWhole = form.querySelector("[data-noticed]") ? remarks(form) : () => true;
  if (form.elements.what) picks(form, putWords);
  const desk = await deskOf(form.dataset.entry);
  if (!desk) return once(form);

  const line = form.querySelector("[data-entry-state]");
  const signIn = form.querySelector("[data-entry-sign-in]");
  const { client_id: key } = form.elements;
  const isRefused = Boolean(form.querySelector(".error-summary")) || "inConflict" in form.dataset;
  const isNew = form.getAttribute("action") === what.form;
  const prompt = asks(form, () => keepAlong());
  let [soon, along] = [0, 0];

  const say = (state, more = "") => {
    line.dataset.state = state;
    line.textContent = [form.dataset[state], more].filter(Boolean).join(" ");
    signIn.hidden = state !== "signedOut";
  };

  function putWords(words) {
    fill(form, words);
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function written() {
    const words = wordsOf(form);
    OWN_WAYS.forEach((name) => words.delete(name));
    return String(words);
  }

  // On this device: what stands in the form now. Where the entry is on the server by now is known better by what is kept.
  async function keep(more = {}) {
    clearTimeout(soon);
    const now = { words: written(), label: what.labelOf(form), at: Date.now(), isDirty: true, state: "", ...more };
    const plain = { wants: false, then: "keep" };
    const known = await desk.store.update(key.value, (kept) => ({ ...(kept.wants ? {} : plain), ...now }));
    const action = form.getAttribute("action");
    const version = form.elements.version?.value || "";
    if (!known) await desk.store.put({ id: key.value, action, version, tries: 0, inDoubt: [], ...plain, ...now });
    form.dispatchEvent(new Event("kelim:saved"));
  }

  const keepAlong = () => keep({ wants: false, then: "keep" }).then(() => say("kept"));

  const typed = () => {
    clearTimeout(soon);
    clearTimeout(along);
    soon = setTimeout(() => keepAlong().catch(() => {}), SOON);
    along = setTimeout(() => saveAlong().catch(() => {}), ALONG);
  };

  // A phone that is put away may not come back to this page.
  function left() {
    if (!document.hidden || !form.isConnected || !along) return;
    clearTimeout(along);
    along = 0;
    keepAlong().then(saveAlong).catch(() => {});
  }

  async function saveAlong() {
    if (!navigator.onLine || !form.isConnected || form.ariaBusy === "true") return;
    if (!what.isBegun(form)) return;
    along = 0;
    const { kind, action, version } = await desk.one(key.value);
    if (kind === SAVED) standsAt(action, version);
    if (form.ariaBusy !== "true") say(kind === SAVED ? "saved" : kind === CONFLICT ? "conflict" : "kept");
  }

  function standsAt(action, version) {
    form.setAttribute("action", action);
    const field = form.elements.version || form.appendChild(document.createElement("input"));
    Object.assign(field, { type: "hidden", name: "version", value: version || "" });
  }

  async function submit(event) {
    event.preventDefault();
    if (event.submitter?.name === "answer") prompt.say(event.submitter.value);
    const then = event.submitter?.name === "then" ? event.submitter.value : "submit";
    if (form.ariaBusy === "true" || (then === "submit" && !isWhole())) return;
    form.ariaBusy = "true";
    clearTimeout(along);
    say("sending");
    try {
      await keep({ then, wants: true, tries: 0 });
      await follow(await desk.one(key.value));
    } catch {
      form.submit(); // Nothing can be kept after all: the browser's own way.
    } finally {
      form.ariaBusy = "false";
    }
  }

  async function follow({ kind, answer, why }) {
    if (kind === RECEIVED) sessionStorage.removeItem(HERE);
    if (kind === RECEIVED && !answer) return location.assign(what.list);
    if (kind === RECEIVED || (kind === REFUSED && answer.status === 422)) return show(answer, form, "main", bind);
    if (kind === CONFLICT) return form.submit();
    if (kind === REFUSED) return say("refused", why.join(" "));
    say(kind === LATER ? "waiting" : "signedOut");
    if (prompt.isWanted()) return prompt.open();
    if (kind === LATER && location.pathname === what.form) begin();
  }

  // The next one: a fresh form for another entry, while the first one waits.
  function begin() {
    form.reset();
    standsAt(what.form);
    take(newId());
    line.tabIndex = -1;
    line.focus();
  }

  function take(id) {
    key.value = id;
    desk.claim(id);
    sessionStorage.setItem(HERE, JSON.stringify({ id, at: location.pathname + location.search }));
  }

  // What was begun here before: by its address, or because this very page is being loaded again.
  async function find() {
    if (isRefused) return desk.store.get("");
    const asked = new URLSearchParams(location.hash.slice(1)).get("entry");
    if (asked) return desk.store.get(asked);
    if (!isNew) return desk.store.get(key.value);
    const here = JSON.parse(sessionStorage.getItem(HERE) || "{}");
    const isAgain = ["reload", "back_forward"].includes(performance.getEntriesByType("navigation")[0]?.type);
    return isAgain && here.at === location.pathname + location.search ? desk.store.get(here.id) : null;
  }

  const kept = await find();
  take(kept?.id || (isNew && !isRefused ? newId() : key.value));
  if (kept && (kept.isDirty || kept.wants || isNew)) {
    fill(form, new URLSearchParams(kept.words));
    standsAt(kept.action, kept.version);
    say(kept.wants ? "waiting" : "kept", (kept.why || []).join(" "));
    if (kept.wants && prompt.isWanted()) prompt.open();
  }
  if (isRefused) {
    const stands = { action: form.getAttribute("action"), version: form.elements.version?.value || "" };
    await desk.store.update(key.value, () => stands);
  }

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", submit);
  document.addEventListener("visibilitychange", left);
  form.dispatchEvent(new Event("kelim:saved")); // What stands there now is no loss.
  form.dataset.ready = "";
}

// Puts words into a form; what it does not offer any more travels on unseen.
export function fill(form, words) {
  for (const element of [...form.elements]) {
    const { name, type } = element;
    if (!name || name === "client_id" || type === "submit" || OWN_WAYS.includes(name)) continue;
    if ("unseen" in element.dataset) element.remove();
    else if (type === "checkbox" || type === "radio") element.checked = words.getAll(name).includes(element.value);
    else if (words.has(name)) element.value = words.get(name);
  }
  for (const [name, value] of words) {
    const isOffered = form.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
    if (name !== "cases" || isOffered) continue;
    const field = form.appendChild(document.createElement("input"));
    Object.assign(field, { type: "hidden", name, value });
    field.dataset.unseen = "";
  }
}

