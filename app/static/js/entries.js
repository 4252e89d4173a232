// The practicum on the device. A script of its own: pages fetch it where entries are written or listed, and wherever
// something of whoever is signed in waits to be sent.
import { deskOf } from "./entry-desk.js";
import { entryForm } from "./entry-form.js";
import { keepForm } from "./entry-page.js";
import { outbox, twice } from "./entry-outbox.js";
import { remarks } from "./entry-remarks.js";
import { LISTS } from "./entry-kinds.js";
import { RECEIVED, SAVED, pause } from "./entry-sending.js";
import { show } from "./page.js";

export { entryForm, outbox, remarks, twice };

const tabs = globalThis.BroadcastChannel ? new BroadcastChannel("kelim-entries-arrived") : null;
let again = 0;

// Sends what waits: when a page opens, when the line is back, when the service worker or a button says so, now and then.
export function start(person, bind) {
  const now = () => deliver(person, bind, true);
  now();
  addEventListener("online", now);
  addEventListener("kelim:send", now);
  document.addEventListener("visibilitychange", () => document.hidden || deliver(person, bind));
  navigator.serviceWorker?.addEventListener("message", ({ data }) => data === "send-entries" && now());
  tabs?.addEventListener("message", () => LISTS.includes(location.pathname) && drawAnew(bind));
  if (document.querySelector("[data-outbox]")) keepForm(person);
}

async function drawAnew(bind) {
  const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (answer?.ok) await show(answer, null, "main", bind);
}

async function deliver(person, bind, isNow = false) {
  clearTimeout(again);
  const desk = await deskOf(person);
  if (!desk || !(await desk.store.list()).length) return;
  const outcomes = navigator.onLine ? [...(await desk.all(isNow)).values()] : [];
  await waitFor(desk, () => deliver(person, bind));
  const arrived = outcomes.filter(({ kind }) => kind === RECEIVED);
  const isSaved = outcomes.some(({ kind }) => kind === SAVED);
  if (arrived.length || isSaved) tabs?.postMessage("arrived");
  if (isSaved && LISTS.includes(location.pathname)) await drawAnew(bind);
  else if (arrived.length) await tell(arrived[arrived.length - 1].answer, arrived.length, bind);
}

async function waitFor(desk, act) {
  const waiting = (await desk.store.list()).filter((item) => item.wants);
  if (!waiting.length) return;
  const tries = Math.min(...waiting.map((item) => item.tries || 1));
  again = setTimeout(act, pause(tries) * (1 + Math.random() / 4));
  navigator.serviceWorker?.ready.then(({ sync }) => sync?.register("kelim-entries")).catch(() => {});
}

// The list is drawn anew with what has arrived; elsewhere a line says so.
async function tell(answer, count, bind) {
  const isListed = LISTS.includes(location.pathname);
  if (isListed && answer && new URL(answer.url).pathname === location.pathname) return show(answer, null, "main", bind);
  if (isListed) await drawAnew(bind);
  const words = document.querySelector("[data-arrived-entries]")?.dataset.arrivedEntries;
  if (!words) return;
  const line = document.createElement("p");
  line.className = "message";
  line.setAttribute("role", "status");
  document.getElementById("main").prepend(line);
  line.textContent = words.replace("%(num)s", count);
}
