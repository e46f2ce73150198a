/* The pure functions give what their Python twins give. */
import assert from "node:assert/strict";
import test from "node:test";
import { KB, open } from "./engine.mjs";
import { golden } from "./golden.mjs";

const { engine } = await open(golden("site"));
const span = ({ text, start, end }) => [text, start, end];

/** Function to what is compared with the golden output. */
const TWINS = {
  normalize: KB.text.normalize,
  fold: KB.text.fold,
  aliasKey: KB.text.aliasKey,
  runs: (text) => KB.identifiers.runs(text).map(span),
  parts: (run) => [...KB.identifiers.parts(run)],
  compounds: KB.identifiers.compounds,
  stem: KB.identifiers.stem,
  named: ([text, topics]) => KB.scope.named(KB.text.normalize(text), topics),
  readings: KB.romaji.readings,
  script: KB.segmentation.script,
  distance: (args) => KB.corrections.distance(...args),
  reaches: async (text) => (await KB.mentions.reaches(text, engine.vocabulary))
    .map(({ facet, names, start, end, ranged }) => [facet, names, start, end, ranged]),
  segment: async ([text, costs, unknownCost, longest]) => {
    const entries = new Map(Object.entries(costs).map(([key, cost]) => [key, { cost, groups: [[{}]] }]));
    const lookUp = async (keys) => new Map([...keys].filter((key) => entries.has(key)).map((key) => [key, entries.get(key)]));
    const pieces = await KB.segmentation.segment(text, { unknownCost, longest, lookUp });
    return pieces.map(({ text, start, entry }) => [text, start, entry ? entry.cost : null]);
  },
  numbers: (packed) => {
    const reader = new KB.codes.Reader(packed);
    const found = [];
    while (!reader.done) found.push(reader.number());
    return found;
  },
  bucketOf: ([key, buckets]) => KB.codes.bucketOf(key, buckets),
  postings: KB.postings.decode,
};

for (const [name, cases] of Object.entries(golden("functions"))) {
  test(`${name} gives what Python gives, ${cases.length} times`, async () => {
    for (const [input, expected] of cases) assert.deepEqual(await TWINS[name](input), expected, JSON.stringify(input));
  });
}
