// What the device keeps, in one IndexedDB: the list of who is expected, scans that wait, and the last ones.
//
//   meta     { name, value }         this device's name, the user, the edition, how old the list is, when to wipe it
//   entries  as the list gives them  [session, reference]
//   queue    scans, undos, counts and walk-ins that the server has not answered, in their order
//   recent   the last of them, with what came of each
//
// Nothing of it goes into localStorage or the Cache API. templates/desk/sw.js wipes it too, at sign-out and when the
// edition is over.

const RECENT = 20;
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("desk", 1);
    request.onupgradeneeded = () => {
      const { result } = request;
      result.createObjectStore("meta", { keyPath: "name" });
      const entries = result.createObjectStore("entries", { keyPath: ["session", "reference"] });
      for (const field of ["pass", "page", "reference"]) entries.createIndex(field, field);
      result.createObjectStore("queue", { keyPath: "order", autoIncrement: true }).createIndex("key", "key", { unique: true });
      result.createObjectStore("recent", { keyPath: "order", autoIncrement: true }).createIndex("key", "key", { unique: true });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opened;
}

const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// One transaction over stores; all of what `work` asks for happens, or nothing.
async function within(stores, mode, work) {
  const transaction = (await open()).transaction(stores, mode);
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  const result = Promise.resolve(work(...stores.map((name) => transaction.objectStore(name))));
  // A fault of ours must not leave half of it behind.
  result.catch(() => transaction.error ?? transaction.abort());
  await Promise.all([result, done]);
  return result;
}

const byKey = async (store, key) => answered(store.index("key").get(key));

// Facts about the device

export const fact = (name) => within(["meta"], "readonly", async (meta) => (await answered(meta.get(name)))?.value);
export const note = (name, value) => within(["meta"], "readwrite", (meta) => answered(meta.put({ name, value })));

// The list

export const takeList = ({ edition, madeAt, wipeAfter, sessions, entries }) =>
  within(["meta", "entries"], "readwrite", (meta, kept) => {
    kept.clear();
    for (const entry of entries) kept.put(entry);
    for (const [name, value] of Object.entries({ edition, madeAt, wipeAfter, sessions })) meta.put({ name, value });
    // How old it is, is told by this device's own clock.
    return answered(meta.put({ name: "takenAt", value: Date.now() }));
  });

export const entriesBy = (field, value) =>
  value ? within(["entries"], "readonly", (entries) => answered(entries.index(field).getAll(value))) : Promise.resolve([]);
export const allEntries = () => within(["entries"], "readonly", (entries) => answered(entries.getAll()));

// What waits

export const waiting = () => within(["queue"], "readonly", (queue) => answered(queue.getAll()));

// Puts an item into the queue and, when it is to be seen there, among the last ones; the oldest of those go.
export const enqueue = (item, shown) =>
  within(["queue", "recent"], "readwrite", async (queue, recent) => {
    await answered(queue.add(item));
    if (!shown) return;
    await answered(recent.add({ key: item.key, at: item.at, session: item.session, state: "waiting", ...shown }));
    const orders = await answered(recent.getAllKeys());
    for (const order of orders.slice(0, -RECENT)) recent.delete(order);
  });

// Changes what waits under a key, if it still does, and what is shown of it.
export const amend = (key, item, shown) =>
  within(["queue", "recent"], "readwrite", async (queue, recent) => {
    const found = await byKey(queue, key);
    if (found && item === null) queue.delete(found.order);
    else if (found) queue.put({ ...found, ...item });
    await show(recent, key, shown);
    return found;
  });

async function show(recent, key, shown) {
  const line = shown && (await byKey(recent, key));
  if (line) recent.put({ ...line, ...shown });
}

// What the server answered, at once for the queue, the list and the last ones: a crash leaves it all or nothing.
export const settle = (answers) =>
  within(["queue", "recent", "entries"], "readwrite", async (queue, recent, entries) => {
    for (const { item, shown, inside } of answers) {
      const found = await byKey(queue, item.key);
      if (found) queue.delete(found.order);
      await show(recent, item.key, shown);
      const entry = item.reference && Number.isInteger(inside) && (await answered(entries.get([item.session, item.reference])));
      if (entry) entries.put({ ...entry, in: inside });
    }
  });

export const lastOnes = () => within(["recent"], "readonly", async (recent) => (await answered(recent.getAll())).reverse());
export const lastOne = (key) => within(["recent"], "readonly", (recent) => byKey(recent, key));
export const mark = (key, shown) => within(["recent"], "readwrite", (recent) => show(recent, key, shown));

// Wipes the names and what the list holds; with `all` also what waits and this device's name.
export const wipe = ({ all = false } = {}) =>
  within(["meta", "entries", "queue", "recent"], "readwrite", async (meta, entries, queue, recent) => {
    for (const name of ["edition", "madeAt", "takenAt", "wipeAfter", "sessions", "user"]) meta.delete(name);
    entries.clear();
    recent.clear();
    if (!all) return undefined;
    queue.clear();
    return answered(meta.clear());
  });
