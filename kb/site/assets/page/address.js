"use strict";
/* The address of a search: ?q=…&version=…&plan=…&os=…&category=…, and the browser's history of such addresses. */
(() => {
  const KB = (globalThis.KB ??= {});
  /** Parameter of the address to filter of the engine. */
  const PARAMETERS = { version: "versions", plan: "plans", os: "os", category: "categories" };

  /**
   * @typedef {{versions: string[], plans: string[], os: string[], categories: string[]}} Chosen
   * @param {string} search - As in `location.search`.
   * @returns {{q: string, filters: Chosen}}
   */
  function read(search) {
    const parameters = new URLSearchParams(search);
    const filters = {};
    for (const [name, facet] of Object.entries(PARAMETERS)) {
      filters[facet] = [...new Set(parameters.getAll(name).filter(Boolean))];
    }
    return { q: parameters.get("q") ?? "", filters };
  }

  /** @param {{q: string, filters: Chosen}} wanted @returns {string} "" when nothing is asked for. */
  function write({ q, filters }) {
    const parameters = new URLSearchParams();
    if (q) parameters.append("q", q);
    for (const [name, facet] of Object.entries(PARAMETERS)) {
      for (const value of filters[facet]) parameters.append(name, value);
    }
    return parameters.size || String(parameters) ? `?${parameters}` : "";
  }

  /** Keeps the address up to date. A question on its way replaces it; one that is settled becomes a place to go back to. */
  class Trail {
    constructor() {
      this.settled = location.search;
    }

    /** @param {string} search */
    follow(search) {
      put("replaceState", search);
    }

    /** @param {string} search */
    settle(search) {
      if (search === this.settled) return this.follow(search);
      put("replaceState", this.settled);
      put("pushState", search);
      this.settled = search;
    }

    /** Another page is opened: what to find here again, when the browser comes back without having kept the page. */
    leave(state) {
      history.replaceState(state, "");
    }

    /** @returns {object} What was to be found again at this address; empty where nothing was. */
    left() {
      return history.state ?? {};
    }

    /** The browser went back or forward, or the address was completed. */
    arrive(search) {
      this.settled = search;
      if (search !== location.search) this.follow(search);
    }
  }

  function put(method, search) {
    if (method === "replaceState" && search === location.search) return;
    try {
      history[method](null, "", location.pathname + search);
    } catch {
      // Safari refuses more than a hundred changes in ten seconds; the next one brings the address up to date.
    }
  }

  KB.address = { read, write, Trail };
})();
