/* What is personal is masked in the browser as on the terminal, and at once. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import "./gaps.mjs";

const { mask, maskWith, LONGEST } = globalThis.KB.masking;
const golden = JSON.parse(readFileSync(new URL("../gaps/data/masking.json", import.meta.url), "utf8"));
const publicWords = new Set(golden.known);
const known = (word) => publicWords.has(word);

for (const kind of ["masked", "random"]) {
  test(`${kind}: questions are masked as Python masks them, ${golden[kind].length} times`, () => {
    for (const [typed, kept] of golden[kind]) assert.equal(mask(typed, known), kept, JSON.stringify(typed));
  });
}

test("what makes a question readable is kept", () => {
  for (const typed of golden.kept) assert.equal(mask(typed, known), typed);
});

test("words that take time to look up are known in the end", async () => {
  const asked = [];
  const isKnown = async (word) => {
    asked.push(word);
    return known(word);
  };
  for (const [typed, kept] of [...golden.masked, ...golden.random]) assert.equal(await maskWith(typed, isKnown), kept);
  asked.length = 0;
  await maskWith("gmail.comとgmail.comの担当者様", isKnown);
  assert.deepEqual(asked, ["gmail.com", "担当者"], "each word once");
});

test("a question is kept up to its longest, in characters as people count them", () => {
  assert.equal(mask("𠮷".repeat(300), known), "𠮷".repeat(LONGEST));
});

test("a hostile question of a hundred thousand characters does not hang the page", { timeout: 20_000 }, () => {
  for (const piece of ["a", "a.", "1", "1.", "1 ", "@", "a@", ":", "a:", "/", "あ", "あ.", "-", "0-", "〔", "様", "株式会社", "x=", "?a="]) {
    assert.ok(Array.from(mask(piece.repeat(100_000 / piece.length), known)).length <= LONGEST, piece);
  }
});
