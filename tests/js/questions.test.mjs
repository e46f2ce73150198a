/* The engine answers the golden questions as the terminal does. */
import assert from "node:assert/strict";
import test from "node:test";
import { open } from "./engine.mjs";
import { golden } from "./golden.mjs";

const { engine } = await open(golden("site"));
const DAY = "2026-11-24";

/** Equal but for the last bits, which logarithm and power may round otherwise on another machine. */
function assertClose(found, expected, message) {
  assert.ok(Math.abs(found - expected) <= 1e-12 * Math.abs(expected), `${message}: ${found}, not ${expected}`);
}

for (const expected of golden("questions")) {
  const { question, options } = expected;
  test(`「${question.slice(0, 30)}」 ${Object.keys(options).length ? JSON.stringify(options) : ""}`, async () => {
    const answer = await engine.ask(question, { ...options, today: DAY });
    assert.deepEqual(answer.understood.terms, expected.terms);
    assert.deepEqual(answer.understood.out_of_scope, expected.outOfScope);
    assert.deepEqual(answer.understood.unlisted, expected.unlisted);
    assert.deepEqual(answer.understood.corrections.map(({ from, to }) => [from, to]), expected.corrections);
    assert.deepEqual(
      { versions: answer.understood.versions, plans: answer.understood.plans, os: answer.understood.os }, expected.named);
    const { categories, ...filters } = answer.filters;
    assert.deepEqual(filters, expected.filters);
    assert.equal(answer.answered, expected.answered);
    assertClose(answer.confidence, expected.confidence, "confidence");
    const results = answer.results.map(({ id, score, fit, passage, variants, freshness }) => ({
      id, score, fit, passage: [passage.heading, passage.anchor, passage.text], others: variants.map((v) => v.id),
      stale: freshness.stale, ended: freshness.ended,
    }));
    assert.equal(results.length, expected.results.length);
    for (const [n, result] of results.entries()) {
      assertClose(result.score, expected.results[n].score, result.id);
      assert.deepEqual({ ...result, score: expected.results[n].score }, expected.results[n]);
    }
  });
}
