/* The golden files of tests/data/golden; see make.py there. */
import { readFileSync } from "node:fs";

/** @param {string} name */
export function golden(name) {
  return JSON.parse(readFileSync(new URL(`../data/golden/${name}.json`, import.meta.url), "utf8"));
}
