/* Files of the index: each loaded once and only when needed, and said so when one is wrong. */
import assert from "node:assert/strict";
import test from "node:test";
import { KB, open } from "./engine.mjs";
import { golden } from "./golden.mjs";

const SITE = golden("site");
const QUESTION = "迷惑メール";

/** Where the site's file of a kind and number is. */
const path = (kind, number) => Object.keys(SITE).find((name) => name.startsWith(`data/${kind}-`) && name.endsWith(`/${number}.js`));

/** The site with its files of one kind changed. */
function changed(kind, change) {
  return Object.fromEntries(Object.entries(SITE).map(([name, content]) => [
    name, name.startsWith(`data/${kind}`) ? change(content) : content]));
}

async function refusal(files) {
  try {
    const { engine } = await open(files);
    await engine.ask(QUESTION);
  } catch (error) {
    assert.ok(error instanceof KB.SearchError, error);
    return error;
  }
  throw new Error("it was answered");
}

test("a question loads no file twice, and the same question none at all", async () => {
  const { engine, read } = await open(SITE);
  await engine.ask(QUESTION);
  assert.equal(new Set(read).size, read.length);
  const before = read.length;
  await engine.ask(QUESTION);
  assert.equal(read.length, before);
});

test("questions asked at the same time share the files", async () => {
  const { engine, read } = await open(SITE);
  await Promise.all([engine.ask(QUESTION), engine.ask(QUESTION), engine.ask("迷惑")]);
  assert.equal(new Set(read).size, read.length);
});

test("a question that was prepared loads no file of its terms when it is asked", async () => {
  const { engine, read } = await open(SITE);
  await engine.prepare(QUESTION);
  assert.ok(read.some((address) => address.startsWith("data/s-")));
  const before = read.length;
  await engine.ask(QUESTION);
  assert.deepEqual(read.slice(before).filter((address) => /data\/[sp]-/.test(address)), []);
});

test("a question that could not be prepared is read anew when it is asked", async () => {
  const files = { ...SITE };
  const { engine } = await open(files);
  const missing = Object.keys(SITE).filter((name) => name.startsWith("data/s-"));
  for (const name of missing) delete files[name];
  await assert.rejects(engine.prepare(QUESTION), { kind: "missing" });
  for (const name of missing) files[name] = SITE[name];
  assert.ok((await engine.ask(QUESTION)).results.length > 0);
});

test("only records of shown articles are loaded", async () => {
  const { engine, read } = await open(SITE);
  const { results } = await engine.ask(QUESTION, { n: 2 });
  assert.equal(results.length, 2);
  assert.equal(read.filter((address) => address.startsWith("data/r-")).length, 2);
});

for (const kind of ["manifest", "s-", "p-", "r-"]) {
  test(`a missing file is named: ${kind}`, async () => {
    const files = Object.fromEntries(Object.entries(SITE).filter(([name]) => !name.startsWith(`data/${kind}`)));
    const error = await refusal(files);
    assert.equal(error.kind, "missing");
    assert.ok(error.file.startsWith(`data/${kind}`));
    assert.match(error.message, /検索データ .+ を読み込めません。ページを再読み込み/);
  });

  test(`a file that was cut off is called damaged: ${kind}`, async () => {
    assert.equal((await refusal(changed(kind, (content) => content.slice(0, -20)))).kind, "damaged");
  });

  test(`a file of another format says which: ${kind}`, async () => {
    const error = await refusal(changed(kind, (content) => content.replace(/"\d+-([0-9a-f]{8})"/, '"99-$1"')));
    assert.equal(error.kind, "format");
    assert.match(error.message, /形式 99 .*形式 \d+/);
  });
}

for (const kind of ["s-", "p-", "r-"]) {
  test(`a file of another build is not believed: ${kind}`, async () => {
    assert.equal((await refusal(changed(kind, (content) => content.replace(/"(\d+)-[0-9a-f]{8}"/, '"$1-00000000"')))).kind, "mismatch");
  });
}

test("a file that failed is asked for again", async () => {
  const files = { ...SITE };
  const { engine } = await open(files);
  const record = path("r", 0);
  delete files[record];
  await assert.rejects(engine.ask("SPF レコード", { n: 20 }), { kind: "missing" });
  files[record] = SITE[record];
  assert.ok((await engine.ask("SPF レコード", { n: 20 })).results.length > 0);
});

