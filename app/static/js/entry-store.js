// What a person has written of their practice and not sent yet: sealed on this device, a key a person.
// What it protects from, and what not, stands in docs/security-and-privacy.md.
const NAME = "kelim-entries";
const CHANNEL = "kelim-entries";
const COUNT = "kelim.entries.unsent.";
export const TIMER = "kelim.entry.timer.";

// Whether this browser can keep sealed things at all; on an address without TLS it cannot.
export const isAble = () => Boolean(globalThis.indexedDB && globalThis.crypto?.subtle && globalThis.crypto.getRandomValues);

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function opened() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("keys");
    request.result.createObjectStore("items", { keyPath: "id" }).createIndex("person", "person");
  };
  return settled(request);
}

// How many entries of a person wait here, known without opening anything: pages ask before somebody signs out.
export const countUnsent = (person) => Number(read(COUNT + person)) || 0;

function read(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function note(person, count) {
  try {
    if (count) localStorage.setItem(COUNT + person, String(count));
    else localStorage.removeItem(COUNT + person);
  } catch {
    // Only the question at sign-out is lost.
  }
}

// An item is unsent until the server has all of it.
export const isUnsent = (item) => item.wants || item.isDirty;

// The store of one person. Every method may reject: private windows refuse, disks are full.
export async function openStore(person) {
  const base = await opened();
  const key = await keyOf(base, person);
  const channel = globalThis.BroadcastChannel ? new BroadcastChannel(CHANNEL) : null;
  const listeners = new Set();
  channel?.addEventListener("message", () => listeners.forEach((tell) => tell()));

  const items = (mode) => base.transaction("items", mode).objectStore("items");
  const tied = (id) => new TextEncoder().encode(`${person} ${id}`);

  async function unsealed(row) {
    const secret = { name: "AES-GCM", iv: row.iv, additionalData: tied(row.id) };
    const text = new TextDecoder().decode(await crypto.subtle.decrypt(secret, key, row.sealed));
    return { ...JSON.parse(text), id: row.id };
  }

  async function list() {
    const rows = await settled(items("readonly").index("person").getAll(person));
    const read = await Promise.all(rows.map((row) => unsealed(row).catch(() => null)));
    return read.filter(Boolean).sort((one, other) => one.at - other.at);
  }

  async function get(id) {
    const row = await settled(items("readonly").get(id));
    return row?.person === person ? unsealed(row) : null;
  }

  async function sealedRow(item) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(item));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: tied(item.id) }, key, text);
    return { id: item.id, person, iv, sealed };
  }

  async function put(item) {
    await settled(items("readwrite").put(await sealedRow(item)));
    await changed();
  }

  // Changes what stands by then, and nothing that was dropped meanwhile: `change` is asked again when another tab was
  // faster, and where it answers with null the item goes. Each sealing has an initial vector of its own, by which a row
  // is known again.
  async function update(id, change) {
    for (;;) {
      const row = await settled(items("readonly").get(id));
      if (row?.person !== person) return null;
      const kept = await unsealed(row);
      const changes = change(kept);
      const item = changes && { ...kept, ...changes };
      const fresh = item && (await sealedRow(item));
      const rows = items("readwrite");
      const stands = await settled(rows.get(id));
      if (!stands) return null;
      if (String(stands.iv) !== String(row.iv)) continue;
      await settled(fresh ? rows.put(fresh) : rows.delete(id));
      await changed();
      return item;
    }
  }

  async function drop(id) {
    await settled(items("readwrite").delete(id));
    await changed();
  }

  async function changed() {
    note(person, (await list()).filter(isUnsent).length);
    channel?.postMessage("changed");
    listeners.forEach((tell) => tell());
  }

  return { person, list, get, put, update, drop, onChange: (tell) => listeners.add(tell) };
}

// Made here, never to be read out: only used.
async function keyOf(base, person) {
  const find = () => settled(base.transaction("keys").objectStore("keys").get(person));
  const known = await find();
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  try {
    await settled(base.transaction("keys", "readwrite").objectStore("keys").add(made, person));
    return made;
  } catch {
    return find(); // Another tab was faster.
  }
}

// After signing out: the key and what is sent go; what is not sent stays sealed for its owner.
export async function forgetPerson(person) {
  if (!isAble() || countUnsent(person)) return;
  localStorage.removeItem(TIMER + person);
  const base = await opened();
  const both = base.transaction(["keys", "items"], "readwrite");
  const rows = await settled(both.objectStore("items").index("person").getAllKeys(person));
  rows.forEach((id) => both.objectStore("items").delete(id));
  both.objectStore("keys").delete(person);
  base.close();
}
