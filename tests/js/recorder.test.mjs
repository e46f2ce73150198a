/* Which questions a browser keeps, in what form, and how it forgets. */
import assert from "node:assert/strict";
import test from "node:test";
import "./gaps.mjs";

const { KB } = globalThis;
const { MOST, Log, Recorder, added, isKnown, parse, text } = KB.questions;
const DAY = "2026-11-24";
const NONE = { versions: [], plans: [], os: [], categories: [] };

/** What a browser stores, with room for so many characters. */
class Store extends Map {
  constructor(room = Infinity) {
    super();
    this.room = room;
  }

  getItem(key) {
    return this.get(key) ?? null;
  }

  setItem(key, value) {
    if (value.length > this.room) throw new Error("QuotaExceededError");
    this.set(key, value);
  }

  removeItem(key) {
    this.delete(key);
  }
}

const answerTo = (query, id = "dkim") => ({ query, answered: true, confidence: 0.98765, results: [{ id }] });
const entry = (question, values = {}) => ({ day: DAY, question, answered: false, confidence: 0.3, article: null, filters: {}, ...values });
const logOf = (storage) => new Log("/faq/", () => storage, () => {});

/** A recorder, and what it has kept. */
function recorder(isPublic = async () => false, wish = undefined) {
  const log = logOf(new Store());
  const made = new Recorder(log, isPublic, wish);
  return {
    made,
    kept: () => log.entries().map(({ question }) => question),
    ask: async (question, filters = NONE) => made.answered(answerTo(question), filters, DAY),
  };
}

// ---------------------------------------------------------------- the lines

test("a line has the keys and the order of kb/gaps/log.py, and nothing personal", async () => {
  const log = logOf(new Store());
  const made = new Recorder(log, async () => false);
  await made.answered(answerTo("ＤＫＩＭ  taro@example.com"), { ...NONE, versions: ["Plesk Onyx"], categories: ["spam"] }, DAY);
  made.settled("ＤＫＩＭ  taro@example.com", true);
  assert.equal(text(log.entries()),
    '{"day":"2026-11-24","question":"dkim 〔メールアドレス〕","answered":true,"confidence":0.99,'
    + '"article":"dkim","filters":{"versions":["Plesk Onyx"],"categories":["spam"]}}\n');
});

test("what is read back is what was written, and nothing but that", () => {
  const entries = [entry("一"), entry("二", { filters: { os: ["CentOS 7"] }, article: "dkim", answered: true })];
  assert.deepEqual(parse(text(entries)), entries);
  const foreign = ["", "{", "null", "[]", '{"day":1,"question":"x"}',
    '{"day":"d","question":"q","answered":"yes","confidence":"1","article":3,"filters":{"os":"x","user":["a"],"plans":[1,"p"]},"user":"taro"}'];
  assert.deepEqual(parse(foreign.join("\n")), [
    { day: "d", question: "q", answered: false, confidence: null, article: null, filters: { plans: ["p"] } },
  ]);
});

test("asked again right after itself a question counts once, with its newest answer", () => {
  const once = added([entry("一")], entry("一", { answered: true }));
  assert.deepEqual(once, [entry("一", { answered: true })]);
  assert.equal(added(once, entry("一", { day: "2026-11-25" })).length, 2, "another day");
  assert.equal(added(once, entry("一", { filters: { os: ["CentOS 7"] } })).length, 2, "other filters");
  assert.equal(added([...once, entry("二")], entry("一")).length, 3, "another question between them");
});

test("only the newest are kept", () => {
  let entries = [];
  for (let n = 0; n < MOST + 3; n += 1) entries = added(entries, entry(`質問 ${n}`));
  assert.deepEqual([entries.length, entries[0].question, entries.at(-1).question], [MOST, "質問 3", `質問 ${MOST + 2}`]);
});

// ------------------------------------------------------- the browser's room

test("where little room is left, half as many are kept", () => {
  const store = new Store();
  const log = logOf(store);
  for (let n = 0; n < MOST; n += 1) log.add(entry(`質問 ${n}`));
  store.room = store.getItem(log.key).length;
  assert.equal(log.add(entry("長い質問".repeat(20))), true);
  assert.equal(log.entries().length, MOST / 2);
});

test("where there is no room, or storage is refused, nothing is kept and nothing breaks", () => {
  const full = logOf(new Store(10));
  assert.equal(full.add(entry("一")), false);
  assert.deepEqual(full.entries(), []);
  const refused = new Log("/faq/", () => { throw new Error("SecurityError"); }, () => {});
  assert.equal(refused.add(entry("一")), false);
  assert.deepEqual(refused.entries(), []);
  refused.clear();
});

test("one question is forgotten, or all; nothing is left in the store", () => {
  const store = new Store();
  const log = logOf(store);
  for (const question of ["一", "二", "三"]) log.add(entry(question));
  log.remove(1);
  assert.deepEqual(log.entries().map(({ question }) => question), ["一", "三"]);
  log.clear();
  assert.equal(store.size, 0);
});

test("two sites on one server do not see each other's questions", () => {
  const store = new Store();
  new Log("/faq/", () => store, () => {}).add(entry("一"));
  assert.deepEqual(new Log("/other/", () => store, () => {}).entries(), []);
});

// --------------------------------------------------- which questions settle

test("a question on its way is not kept, a settled one is", async () => {
  const { made, kept, ask } = recorder();
  await ask("メール");
  await ask("メールが");
  assert.deepEqual(kept(), []);
  made.settled("メールが", true);
  assert.deepEqual(kept(), ["メールが"]);
});

test("settled before its answer stands there, it is kept with the answer", async () => {
  const { made, kept, ask } = recorder();
  await ask("転送");
  made.settled("転送したい", false);
  assert.deepEqual(kept(), []);
  await ask("転送したい");
  assert.deepEqual(kept(), ["転送したい"]);
});

test("settled before, but gone on from, it is not", async () => {
  const { made, kept, ask } = recorder();
  made.settled("転送", false);
  await ask("転送したい");
  await ask("転送");
  assert.deepEqual(kept(), []);
});

test("a question that goes on from one before it takes its place", async () => {
  const { made, kept, ask } = recorder();
  for (const question of ["メールを", "メールを転送", "DKIM"]) {
    await ask(question);
    made.settled(question, true);
  }
  assert.deepEqual(kept(), ["メールを転送", "dkim"]);
});

test("narrowed by a filter it is still one question; the filters are the last ones", async () => {
  const log = logOf(new Store());
  const made = new Recorder(log, async () => false);
  await made.answered(answerTo("転送"), NONE, DAY);
  made.settled("転送", true);
  made.settled("転送", false);
  await made.answered(answerTo("転送"), { ...NONE, versions: ["Plesk Onyx"] }, DAY);
  assert.deepEqual(log.entries().map(({ filters }) => filters), [{ versions: ["Plesk Onyx"] }]);
});

test("whose result was opened was a question of its own", async () => {
  const { made, kept, ask } = recorder();
  await ask("メール");
  made.settled("メール", true);
  made.opened();
  await ask("メールを転送");
  made.settled("メールを転送", true);
  assert.deepEqual(kept(), ["メール", "メールを転送"]);
});

test("a pause amid a composition settles nothing", async () => {
  const { made, kept, ask } = recorder();
  await ask("めーるg");
  made.composing = true;
  made.settled("めーるg", true);
  assert.deepEqual(kept(), []);
});

test("the question of the address is kept, once answered", async () => {
  const { kept, ask } = recorder(async () => false, "転送");
  await ask("転送");
  assert.deepEqual(kept(), ["転送"]);
});

test("a question of nothing visible is not kept", async () => {
  const { made, kept, ask } = recorder();
  await ask("\u200b");
  made.settled("\u200b", true);
  assert.deepEqual(kept(), []);
});

test("while words are looked up nothing is kept, then the masked question is", async () => {
  let answer;
  const { made, kept, ask } = recorder(() => new Promise((resolve) => { answer = resolve; }));
  const asked = ask("gmail.com に届かない");
  made.settled("gmail.com に届かない", true);
  assert.deepEqual(kept(), []);
  answer(true);
  await asked;
  assert.deepEqual(kept(), ["gmail.com に届かない"]);
});

// ------------------------------------------------------------- public words

test("known is what articles hold as written and the names of kb.toml; what cannot be read is not", async () => {
  const words = { "さとう": "reading", "main.cf": "word" };
  const spellings = {
    lookUp: async ([key]) => new Map(key in words ? [[key, { groups: [[{ via: words[key] }]] }]] : []),
  };
  const vocabulary = new KB.vocabulary.Vocabulary({ categories: [], names: [[3, "Node.js", ["nodejs"], "", 0, "", 0, ""]] });
  const engine = { spellings, vocabulary };
  const known = await Promise.all(["サトウ", "main.cf", "しりとり", "node.js", "x.y"].map((word) => isKnown(word, engine)));
  assert.deepEqual(known, [false, true, false, true, false]);
  spellings.lookUp = async () => { throw new Error("gone"); };
  assert.equal(await isKnown("main.cf", engine), false);
});
