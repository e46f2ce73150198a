/* What an answer carries for the page, beside what the terminal's has. */
import assert from "node:assert/strict";
import test from "node:test";
import { KB, open } from "./engine.mjs";
import { golden } from "./golden.mjs";

const { engine } = await open(golden("site"));
const cut = (text, marks) => marks.map(([start, end]) => text.slice(start, end));

test("the query's words are marked, inflected ones by their stem", async () => {
  const { results: [first] } = await engine.ask("送ったメールが相手に届かなかった");
  assert.equal(first.title, "送ったメールが相手に届かないとき");
  assert.deepEqual(cut(first.title, first.marks.title), ["送っ", "メール", "相手", "届か"]);
});

test("marks are places of UTF-16 units in the text as it is shown", () => {
  const text = "𠮷野家のﾒｰﾙと🙂ＭＡＩＬ";
  assert.deepEqual(cut(text, KB.marks.marks(text, ["めーる", "mail"])), ["ﾒｰﾙ", "ＭＡＩＬ"]);
});

test("Latin words and numbers are marked whole, never inside of others", () => {
  const text = "emails, mail, mailbox, 12, 2012";
  assert.deepEqual(KB.marks.marks(text, ["mail", "12"]), [[8, 12], [23, 25]]);
});

test("a lone kanji is not marked inside of a compound", () => {
  assert.deepEqual(cut("提出する。出ない。", KB.marks.marks("提出する。出ない。", ["出"])), ["出"]);
});

test("marks that touch are one", () => {
  assert.deepEqual(KB.marks.marks("迷惑メール", ["迷惑", "めーる", "迷惑めーる"]), [[0, 5]]);
});

test("facets count what was found, whatever filter is set", async () => {
  const open = await engine.ask("メールを転送したい");
  assert.deepEqual(open.facets.versions, [
    { value: "Plesk 9", name: "Plesk 9", count: 1 },
    { value: "Plesk Onyx", name: "Plesk Onyx", count: 1 },
    { value: "Plesk Obsidian", name: "Plesk Obsidian", count: 1 },
  ]);
  const filtered = await engine.ask("メールを転送したい", { filters: { versions: ["Plesk 9"], categories: ["mail"] } });
  assert.deepEqual(filtered.facets, open.facets);
});

test("another version's article is never shown as if it answered", async () => {
  const { results: [first] } = await engine.ask("転送", { filters: { versions: ["Plesk 12"] } });
  assert.equal(first.fit, "other");
});

test("staleness is told as of the reader's day", async () => {
  const ask = async (today) => (await engine.ask("SNI", { today })).results[0];
  const published = (await ask("2000-01-01")).published;
  const limit = new Date(Date.parse(published) + 30 * 86400000).toISOString().slice(0, 10);
  const after = new Date(Date.parse(published) + 31 * 86400000).toISOString().slice(0, 10);
  assert.equal((await ask(limit)).stale, false);
  assert.equal((await ask(after)).stale, true);
  assert.equal((await ask(after)).freshness.overdue, limit);
});

test("a term that ends after the last day there is never makes an article stale", () => {
  const vocabulary = { category: () => ({ staleAfterDays: 9999999 }) };
  const applies = { versions: [], os: [] };
  const { stale } = KB.freshness.freshness({ published: "9999-12-31", category: "a" }, applies, vocabulary, "2024-06-01");
  assert.equal(stale, false);
});

test("an empty question finds nothing and is no error", async () => {
  const { answered, results, understood } = await engine.ask("");
  assert.deepEqual([answered, results, understood.terms], [false, [], []]);
});

test("lone surrogates, as a cut emoji leaves them, are read as any other sign", async () => {
  const { results } = await engine.ask("\ud83d迷惑メール\udc00");
  assert.ok(results.length > 0);
});
