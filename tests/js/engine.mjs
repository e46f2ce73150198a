/* Runs the browser's scripts outside of a browser: in a context of their own, with files read from a folder. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";

const SCRIPTS = new URL("../../kb/site/assets/search/", import.meta.url);

/** A fresh context with the engine's scripts, in the order a page has them. */
export function scripts() {
  const context = vm.createContext({ setTimeout, clearTimeout });
  for (const name of readdirSync(SCRIPTS).filter((file) => file.endsWith(".js")).sort()) {
    const file = new URL(name, SCRIPTS);
    vm.runInContext(readFileSync(file, "utf8"), context, { filename: file.pathname });
  }
  return context;
}

/**
 * Open the index of a site.
 * @param {string} site - Folder.
 * @returns {Promise<{engine: any, bytes: Map<string, number>}>} `bytes`: size of each file that was read.
 */
export async function open(site) {
  const context = scripts();
  const bytes = new Map();
  const run = async (address) => {
    const path = join(site, address);
    const text = readFileSync(path, "utf8");
    bytes.set(address, Buffer.byteLength(text));
    vm.runInContext(text, context, { filename: path });
  };
  return { engine: await context.KB.openSearch({ base: "data/", run }), bytes, KB: context.KB };
}
