/* The scripts that keep questions, outside of a browser. */
import { readFileSync } from "node:fs";
import vm from "node:vm";
import "./engine.mjs";

for (const name of ["log", "masking", "recorder"]) {
  const file = new URL(`../../kb/site/assets/gaps/${name}.js`, import.meta.url);
  vm.runInThisContext(readFileSync(file, "utf8"), { filename: file.pathname });
}
