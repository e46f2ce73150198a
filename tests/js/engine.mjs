/* Runs the browser's scripts outside of a browser, with the files of the index from a folder or from an object. */
import { readdirSync, readFileSync } from "node:fs";
import vm from "node:vm";

const SCRIPTS = new URL("../../kb/site/assets/search/", import.meta.url);

for (const name of readdirSync(SCRIPTS).filter((file) => file.endsWith(".js")).sort()) {
  const file = new URL(name, SCRIPTS);
  vm.runInThisContext(readFileSync(file, "utf8"), { filename: file.pathname });
}

/** What the scripts share. */
export const KB = globalThis.KB;

/**
 * Open an index.
 * @param {Record<string, string>} files - Path in the site to content.
 * @returns {Promise<{engine: any, read: string[]}>} `read`: the files that were run, in order.
 */
export async function open(files) {
  const read = [];
  const run = async (address) => {
    read.push(address);
    if (!(address in files)) throw new KB.SearchError("missing", address, "を読み込めません。");
    try {
      vm.runInThisContext(files[address], { filename: address });
    } catch {
      // A page goes on after a script that cannot be parsed; so does this.
    }
  };
  return { engine: await KB.openSearch({ base: "data/", run }), read };
}
