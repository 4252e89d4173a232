import { deskOf } from "./entry-desk.js";
import { kindOf } from "./entry-kinds.js";
import { isUnsent, newId } from "./entry-store.js";
import { wordsOf } from "./page.js";
import { button } from "./parts.js";

// data-outbox="person": what of theirs lies on this device and is not on the server yet. Words: data-waits, -begun,
// -conflict, -refused (states), -open, -both, -drop, -sure, -send.
export async function outbox(section) {
  const desk = await deskOf(section.dataset.outbox);
  if (!desk) return;
  const list = section.querySelector("ul");
  const words = section.dataset;

  async function draw() {
    if (!section.isConnected) return;
    const isLeft = await desk.leftBehind();
    const items = (await desk.store.list()).filter((item) => isUnsent(item) && (item.wants || item.state || isLeft(item.id)));
    section.hidden = !items.length;
    list.replaceChildren(...items.map(rowOf));
    section.querySelector("[data-send]")?.toggleAttribute("hidden", !items.some((item) => item.wants));
  }

  function rowOf(item) {
    const row = element("li", "row");
    const main = row.appendChild(element("div", "row-main"));
    const title = main.appendChild(element("span", "row-title", item.label.what || words.nothing));
    title.dir = "auto";
    main.append(element("p", "row-meta", whenOf(item.label)));
    if (item.why?.length) main.append(element("p", "row-why", item.why.join(" ")));
    const actions = main.appendChild(element("div", "actions"));
    if (item.state === "conflict") actions.append(small(words.both, () => compare(item)));
    actions.append(small(words.open, () => open(item)), small(words.drop, () => remove(item)));
    const tag = element("span", `tag tag-${item.state ? "warning" : "quiet"}`, stateOf(item));
    row.appendChild(element("span", "row-state")).append(tag);
    return row;
  }

  const stateOf = (item) => words[item.state || (item.wants ? "waits" : "begun")];

  // The form of its own address opens it; a form that is open here already takes it up by loading itself again.
  function open(item) {
    const kind = kindOf(item.action);
    const isNew = item.action === kind.form;
    const address = isNew ? item.action + kind.addressOf(new URLSearchParams(item.words)) : item.action;
    location.assign(`${address}#entry=${item.id}`);
    if (location.pathname + location.search === address) location.reload();
  }

  // The server shows both, as it does to a browser without scripts.
  function compare(item) {
    const form = document.body.appendChild(element("form"));
    const sent = new URLSearchParams(item.words);
    const token = document.querySelector("input[name=csrf_token]").value;
    for (const [name, value] of [...sent, ["csrf_token", token], ["version", item.version || ""], ["then", "draft"]]) {
      Object.assign(form.appendChild(element("input")), { type: "hidden", name, value });
    }
    Object.assign(form, { method: "post", action: item.action });
    form.submit();
  }

  async function remove(item) {
    if (confirm(words.sure)) await desk.store.update(item.id, () => null);
  }

  section.querySelector("[data-send]")?.addEventListener("click", () => dispatchEvent(new Event("kelim:send")));
  desk.store.onChange(draw);
  addEventListener("focus", draw);
  await draw();
}

function whenOf({ day, starts, ends }) {
  const format = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" };
  const said = day ? new Intl.DateTimeFormat(document.documentElement.lang, format).format(Date.parse(day)) : "";
  return [said, starts && ends ? `\u2066${starts}–${ends}\u2069` : starts].filter(Boolean).join(" · ");
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function small(label, act) {
  const made = button(label, act);
  made.classList.add("button-small");
  return made;
}

// data-twice="client id" on the page that shows both bodies of an entry: whatever is chosen, what lies here follows it.
// data-other on the form that keeps both: it is another entry from then on.
export async function twice(head) {
  const person = document.querySelector("[data-forget]")?.dataset.forget;
  const desk = person && (await deskOf(person));
  const id = head.dataset.twice;
  const main = document.getElementById("main");
  if (!desk || !(await desk.store.get(id))) return;

  main.querySelector("[data-keep]").addEventListener("click", async (event) => {
    event.preventDefault();
    await desk.store.update(id, () => null);
    location.assign(event.target.href);
  });

  for (const form of main.querySelectorAll("form")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const kept = await desk.store.get(id);
      const key = "other" in form.dataset ? newId() : id;
      const words = wordsOf(form);
      words.set("client_id", key);
      const version = words.get("version") || "";
      ["csrf_token", "then", "version"].forEach((name) => words.delete(name));
      const action = form.getAttribute("action");
      const fresh = { action, version, words: String(words), then: "draft", wants: true, state: "", inDoubt: [], tries: 0 };
      await desk.store.put({ ...kept, ...fresh, id: key });
      if (key !== id) await desk.store.update(id, () => null);
      location.assign(kindOf(action).list);
    });
  }
}
