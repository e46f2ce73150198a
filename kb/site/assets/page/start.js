"use strict";
/* The search page: from what is typed and chosen to what is shown and said. Knows no scoring. */
(() => {
  const KB = (globalThis.KB ??= {});
  const { element, button } = KB.elements;
  const PAGE_OF_RESULTS = 10;
  /** A pause this long in typing makes the question a place to go back to. */
  const SETTLED_MS = 1500;
  /** Screen readers hear of results when typing has paused, not at every key. */
  const SPOKEN_MS = 700;
  const NO_FILTERS = { versions: [], plans: [], os: [], categories: [] };

  class SearchPage {
    /** @param {HTMLFormElement} form @param {HTMLElement} found - Where the state and the results stand. */
    constructor(form, found) {
      this.form = form;
      this.input = form.querySelector("input[name=q]");
      this.found = found;
      this.chosen = form.querySelector(".chosen-filters");
      this.status = document.querySelector("[data-search-said]");
      this.site = document.title;
      this.trail = new KB.address.Trail();
      this.n = PAGE_OF_RESULTS;
      /** Number of the question last asked; the answer to an older one is not shown. */
      this.turn = 0;
      this.parts();
      this.listen();
    }

    parts() {
      this.head = element("div.head");
      this.list = element("ol.results", { "aria-labelledby": "kb.results" });
      this.foot = element("div.foot");
      const column = element("div.column", {}, element("h2.hidden", { id: "kb.results" }, "検索結果"), this.head, this.list, this.foot);
      this.aside = element("div.aside");
      this.found.append(this.aside, column);
    }

    listen() {
      this.input.addEventListener("input", () => this.typed());
      this.input.addEventListener("change", () => this.settle());
      this.input.addEventListener("focus", () => this.open().catch(() => {}), { once: true });
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.search();
        this.settle();
        // On a phone the keyboard makes room for the results.
        if (matchMedia("(pointer: coarse)").matches) this.input.blur();
      });
      this.list.addEventListener("click", () => this.settle());
      addEventListener("popstate", () => this.arrive());
      KB.keyboard.watch(this.input, this.found, {
        clear: () => {
          this.input.value = "";
          this.typed();
          this.settle();
        },
      });
    }

    /** Begin with what the address says, and with the versions remembered when it names none. */
    start() {
      this.arrive(KB.memory.recall());
      const usesMouse = matchMedia("(hover: hover) and (pointer: fine)").matches;
      if (usesMouse && !location.hash && document.activeElement === document.body) this.input.focus({ preventScroll: true });
    }

    /** The address was opened, or the browser went back or forward to it. @param {string[]} remembered */
    arrive(remembered = []) {
      const { q, filters } = KB.address.read(location.search);
      this.remembered = !filters.versions.length && remembered.length > 0;
      this.filters = this.remembered ? { ...filters, versions: remembered } : filters;
      this.unknown = [];
      this.n = PAGE_OF_RESULTS;
      this.input.value = q;
      clearTimeout(this.pause);
      this.trail.arrive(this.address());
      this.showChosen();
      this.search();
    }

    question() {
      return this.input.value.trim();
    }

    /** Filters in force: a remembered version yields to one that the question names. */
    asked() {
      return this.yields ? { ...this.filters, versions: [] } : this.filters;
    }

    /** A remembered version stands in the address only beside a question. */
    address() {
      const idle = this.remembered && !this.question();
      return KB.address.write({ q: this.input.value, filters: idle ? { ...this.filters, versions: [] } : this.asked() });
    }

    typed() {
      this.n = PAGE_OF_RESULTS;
      this.state(this.question() ? "loading" : "idle");
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.settle(), SETTLED_MS);
      this.frame ??= requestAnimationFrame(() => this.search());
    }

    settle() {
      clearTimeout(this.pause);
      this.trail.settle(this.address());
    }

    choose(facet, values) {
      this.filters = { ...this.filters, [facet]: values };
      this.unknown = [];
      if (facet === "versions") {
        this.remembered = false;
        KB.memory.remember(values);
      }
      this.n = PAGE_OF_RESULTS;
      this.showChosen();
      this.search();
      this.settle();
    }

    chooseNothing() {
      KB.memory.remember([]);
      this.remembered = false;
      this.filters = { ...NO_FILTERS };
      this.showChosen();
      this.search();
      this.settle();
      this.input.focus();
    }

    /** The engine, opened once; asked for again after a failure. */
    open() {
      this.engine ??= KB.openSearch({ base: "data/", version: this.found.dataset.version || undefined })
        .catch((error) => {
          this.engine = undefined;
          throw error;
        });
      return this.engine;
    }

    async search() {
      cancelAnimationFrame(this.frame);
      this.frame = undefined;
      const question = this.question();
      const turn = ++this.turn;
      this.yields = false;
      if (!question) this.showNothing();
      this.trail.follow(this.address());
      if (!question) return;
      this.state("loading");
      try {
        const engine = await this.open();
        this.resolve(engine);
        const answer = await this.answer(engine, question);
        if (turn !== this.turn) return;
        this.trail.follow(this.address());
        this.show(answer, engine);
      } catch (error) {
        if (turn === this.turn) this.showError(error);
      }
    }

    async answer(engine, question) {
      const answer = await engine.ask(question, { n: this.n, filters: this.filters });
      if (!this.remembered || !this.conflicts(answer, engine)) return answer;
      this.yields = true;
      return engine.ask(question, { n: this.n, filters: this.asked() });
    }

    /** Does the question name versions, and none of those chosen? */
    conflicts({ understood: { versions } }, { vocabulary }) {
      const chosen = this.filters.versions;
      return versions.length > 0 && chosen.length > 0
        && !versions.some((name) => chosen.some((other) => vocabulary.expand("versions", name).has(other)));
    }

    /** An address may name things by an alias, or things that are no more. */
    resolve({ vocabulary }) {
      const { known, unknown } = KB.filters.resolve(this.filters, vocabulary);
      this.filters = known;
      this.unknown.push(...unknown);
      this.categoryName = (id) => vocabulary.category(id)?.name ?? id;
    }

    show(answer, engine) {
      const focused = this.list.contains(document.activeElement) && document.activeElement.closest("li").dataset.articleId;
      const chosen = Object.values(this.filters).flat().length > 0;
      const contradicts = !this.remembered && this.conflicts(answer, engine);
      this.head.replaceChildren(...[
        KB.notices.corrected(answer),
        this.unknown.length > 0 && KB.notices.unknown(this.unknown),
        contradicts && KB.notices.conflict(answer.understood.versions, this.filters.versions, () => this.choose("versions", [])),
        !answer.answered && KB.notices.nothing(answer.results.length, chosen ? () => this.chooseNothing() : null),
      ].filter(Boolean));
      this.list.replaceChildren(...KB.results.results(answer));
      this.list.hidden = !answer.results.length;
      this.showMore(answer);
      this.showFilters(answer, engine);
      this.showChosen();
      if (focused) this.list.querySelector(`[data-article-id="${CSS.escape(focused)}"] h3 > a`)?.focus({ preventScroll: true });
      this.found.dataset.answered = String(answer.answered);
      document.title = `${this.question()} - ${this.site}`;
      this.state("done");
      this.lists(answer.results.length === 0);
      this.say(KB.notices.spoken(answer));
    }

    showMore({ results, found }) {
      const rest = found - results.length;
      this.foot.replaceChildren(...(rest > 0 ? [button(`さらに表示（残り ${rest} 件）`, () => this.more(results.length))] : []));
    }

    async more(from) {
      this.n += PAGE_OF_RESULTS;
      await this.search();
      this.list.children[from]?.querySelector("h3 > a").focus();
    }

    showFilters(answer, engine) {
      if (!this.panel) {
        this.panel = new KB.filters.Panel(engine.vocabulary, (facet, values) => this.choose(facet, values));
        this.aside.replaceChildren(this.panel.element);
      }
      this.panel.show(answer.facets, this.asked());
    }

    showChosen() {
      const remark = this.yields ? "（質問のバージョンを優先）" : this.remembered ? "（前回の選択）" : "";
      const chips = KB.filters.chips(this.filters, {
        categoryName: this.categoryName ?? ((id) => id),
        remark,
        drop: (facet, value) => {
          this.choose(facet, this.filters[facet].filter((other) => other !== value));
          this.input.focus();
        },
      });
      this.chosen.replaceChildren(...chips);
      this.form.classList.toggle("narrowed", chips.length > 0);
    }

    showError(error) {
      this.empty();
      this.head.replaceChildren(KB.notices.failed(error, () => this.search()));
      this.state("error");
      this.lists(true);
      this.say(`検索できませんでした。${error.message}`);
    }

    showNothing() {
      this.empty();
      this.state("idle");
      this.lists(true);
      document.title = this.site;
      this.say("");
    }

    empty() {
      this.head.replaceChildren();
      this.list.replaceChildren();
      this.foot.replaceChildren();
      this.aside.replaceChildren();
      this.panel = undefined;
      delete this.found.dataset.answered;
    }

    /** @param {"idle" | "loading" | "done" | "error"} state */
    state(state) {
      this.found.dataset.searchState = state;
      this.found.setAttribute("aria-busy", String(state === "loading"));
      if (state === "loading" && !this.list.childElementCount) this.lists(false);
    }

    /** Show or hide the lists to browse, which stand where the results come. */
    lists(shown) {
      document.documentElement.classList.toggle("searching", !shown);
    }

    say(text) {
      clearTimeout(this.speech);
      this.speech = setTimeout(() => { this.status.textContent = text; }, SPOKEN_MS);
    }
  }

  const page = new SearchPage(document.querySelector("form.hero"), document.querySelector(".found"));
  page.start();
})();
