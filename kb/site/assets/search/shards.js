"use strict";
/*
 * Loads what a question needs: files of the index, which are scripts that call KB.load, and parts of the program that
 * few questions need. Each is loaded at most once; says what is wrong with one.
 */
(() => {
  const KB = (globalThis.KB ??= {});

  /** What the index's files look like; raised with kb.site.search_data.FORMAT. */
  const FORMAT = 7;
  const PATIENCE = 20000;
  const REMEDY = "ページを再読み込みしても直らないときは、サイトの担当者に、サイトを丸ごと置き直すよう伝えてください。";

  /** Why a question could not be answered; `message` is for the reader. */
  class SearchError extends Error {
    /** @param {"missing" | "timeout" | "damaged" | "format" | "mismatch"} kind @param {string} file @param {string} problem */
    constructor(kind, file, problem) {
      super(`検索データ ${file} ${problem}${REMEDY}`);
      this.name = "SearchError";
      this.kind = kind;
      this.file = file;
    }
  }

  /** What scripts have handed over, by name, until the one who asked for it takes it. */
  const arrived = new Map();

  /**
   * Called by each file of the index.
   * @param {string} name - "manifest", or kind/number: "s/12".
   * @param {string} stamp - Format number and content hash: "1-0a1b2c3d".
   * @param {unknown} payload
   */
  function load(name, stamp, payload) {
    arrived.set(name, { stamp, payload });
  }

  const policy = globalThis.trustedTypes?.createPolicy("kb", {
    createScriptURL(address) {
      if (!/^(?:\.\.?\/)*(?:[\w-]+\/)+(?:(?:manifest|romaji|ranges|corrections|choices|questions)\.js(?:\?v=\w+)?|[a-z]-[0-9a-f]+\/\d+\.js)$/.test(address)) {
        throw new TypeError("not a file of the search");
      }
      return address;
    },
  });

  /**
   * Run a file of the index in a page; wait for it where the page names it already, after this script.
   * @param {string} address @returns {Promise<void>}
   */
  function runInPage(address) {
    return new Promise((resolve, reject) => {
      const named = document.querySelector(`script[src="${address}"]`);
      const script = named ?? document.createElement("script");
      const timer = setTimeout(() => end(() => reject(new SearchError("timeout", address, "の読み込みが終わりません。"))), PATIENCE);
      function end(settle) {
        clearTimeout(timer);
        script.remove();
        settle();
      }
      script.onload = () => end(resolve);
      script.onerror = () => end(() => reject(new SearchError("missing", address, "を読み込めません。")));
      if (named) return;
      script.src = policy ? policy.createScriptURL(address) : address;
      document.head.append(script);
    });
  }

  /** @type {Map<string, Promise<void>>} */
  const parts = new Map();

  /**
   * A part of the program that is not loaded from the beginning; its address stands in KB.parts, see kb/site/bundle.py.
   * @param {"romaji" | "ranges" | "corrections" | "choices" | "questions"} name
   */
  async function part(name) {
    if (!KB[name]) {
      const address = KB.parts[name];
      if (!parts.has(name)) parts.set(name, runInPage(address).finally(() => parts.delete(name)));
      await parts.get(name);
      if (!KB[name]) throw new SearchError("damaged", address, "が壊れています。");
    }
    return KB[name];
  }

  /** The files below one address. */
  class Shards {
    /** @param {string} base - With a final slash. @param {(address: string) => Promise<void>} [run] */
    constructor(base, run = runInPage) {
      this.base = base;
      this.run = run;
      this.stamps = {};
      /** @type {Map<string, Promise<any>>} */
      this.asked = new Map();
    }

    /** The manifest, which names the stamps of all other files. @param {string} [version] - Of its address. */
    async manifest(version) {
      const manifest = await this.file("manifest", `manifest.js${version ? `?v=${version}` : ""}`, undefined);
      this.stamps = manifest.stamps;
      return manifest;
    }

    /** The payload of a shard. @param {string} kind @param {number} number @returns {Promise<any>} */
    shard(kind, number) {
      const name = `${kind}/${number}`;
      const stamp = this.stamps[kind];
      if (!this.asked.has(name)) {
        const file = this.file(name, `${kind}-${stamp.split("-")[1]}/${number}.js`, stamp);
        this.asked.set(name, file);
        // What failed may be asked for again: a share that comes back, a page that stays open.
        file.catch(() => this.asked.delete(name));
      }
      return this.asked.get(name);
    }

    async file(name, path, stamp) {
      const address = this.base + path;
      await this.run(address);
      const found = arrived.get(name);
      arrived.delete(name);
      if (!found) throw new SearchError("damaged", address, "が壊れています。");
      const format = parseInt(found.stamp, 10);
      if (format !== FORMAT) {
        throw new SearchError("format", address, `は形式 ${format} で、このページの検索（形式 ${FORMAT}）では読めません。`);
      }
      if (stamp && found.stamp !== stamp) {
        throw new SearchError("mismatch", address, "は、別のときに作られたもので、ほかのファイルと合いません。");
      }
      return found.payload;
    }
  }

  KB.load = load;
  KB.part = part;
  KB.SearchError = SearchError;
  KB.shards = { FORMAT, Shards };
})();
