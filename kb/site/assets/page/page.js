"use strict";
/* The search page: from what is typed and chosen to a question, and from its answer to the view. Knows no scoring. */
(() => {
  const KB = (globalThis.KB ??= {});
  /** Results shown at once, as many as `kb ask` gives; and with those that are read when one comes near their end. */
  const FIRST_RESULTS = 5, RESULTS = 10;
  /** A pause this long in typing makes the question a place to go back to. */
  const SETTLED_MS = 1500;
  const NO_FILTERS = { versions: [], plans: [], os: [], categories: [] };

  class SearchPage {
    /**
     * @param {KB.opening.Opening} opening
     * @param {HTMLFormElement} form
     * @param {HTMLElement} found
     * @param {HTMLElement} status
     */
    constructor(opening, form, found, status) {
      this.opening = opening;
      this.form = form;
      this.input = form.querySelector("input[name=q]");
      this.chosen = form.querySelector(".chosen-filters");
      this.site = document.title;
      this.trail = new KB.address.Trail();
      this.view = new KB.view.View(found, status, this);
      /** Number of the question last asked; the answer to an older one is not shown. */
      this.turn = 0;
      this.listen(found);
    }

    listen(found) {
      // Chromium reports the last text of a composition before it tells that the composition has ended.
      for (const change of ["input", "compositionend"]) {
        this.input.addEventListener(change, ({ isComposing }) => {
          this.composes = isComposing;
          this.typed();
        });
      }
      this.input.addEventListener("change", () => this.settle());
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.search();
        this.settle();
        // On a phone the keyboard makes room for the results.
        if (matchMedia("(pointer: coarse)").matches) this.input.blur();
      });
      found.addEventListener("click", () => this.settle());
      addEventListener("popstate", () => {
        // A link to a place on the page tells it too.
        if (location.search !== this.address()) this.arrive();
      });
      addEventListener("pagehide", () => this.trail.leave({ results: this.view.list.childElementCount, top: scrollY }));
      KB.keyboard.watch(this.input, found, () => {
        this.input.value = "";
        this.typed();
        this.settle();
      });
    }

    /** Begin with what the address says, with the versions remembered when it names none, and where the reader left it. */
    start() {
      const early = this.input.value;
      const { results, top } = this.trail.left();
      this.arrive(KB.memory.recall(), results).then(() => top && this.view.isDone() && scrollTo({ top, behavior: "instant" }));
      if (early) {
        // Somebody typed before the scripts had come.
        this.input.value = early;
        this.typed();
      }
      // To move the focus the page must be laid out; what the question needs is asked for before.
      requestAnimationFrame(() => this.focus());
    }

    focus() {
      const usesMouse = matchMedia("(hover: hover) and (pointer: fine)").matches;
      if (usesMouse && !location.hash && document.activeElement === document.body) this.input.focus({ preventScroll: true });
    }

    /**
     * The address was opened, or the browser went back or forward to it.
     * @param {string[]} [remembered]
     * @param {number} [results] - As many as stood there.
     */
    arrive(remembered = [], results = 0) {
      const { q, filters } = KB.address.read(location.search);
      const recalls = !filters.versions.length && remembered.length > 0;
      this.narrow(recalls ? { ...filters, versions: remembered } : filters, recalls);
      this.input.value = q;
      clearTimeout(this.pause);
      this.trail.arrive(this.address());
      return this.search(results);
    }

    question() {
      const text = this.input.value.trim();
      return this.composes ? KB.keyboard.spelled(text) : text;
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
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.settle(), SETTLED_MS);
      if (this.view.isDone()) this.unknown = []; // They have been told.
      if (!this.question()) return this.search();
      this.view.state("loading");
      this.frame ??= requestAnimationFrame(() => this.search());
      return undefined;
    }

    settle() {
      clearTimeout(this.pause);
      this.trail.settle(this.address());
      KB.recording?.settled(this.question(), this.view.isDone());
    }

    choose(facet, values) {
      const versions = facet === "versions";
      if (versions) KB.memory.remember(values);
      this.narrow({ ...this.filters, [facet]: values }, this.remembered && !versions);
      this.search();
      this.settle();
    }

    chooseNothing() {
      KB.memory.remember([]);
      this.narrow(NO_FILTERS, false);
      this.search();
      this.settle();
    }

    focusField() {
      this.input.focus();
    }

    narrow(filters, remembered) {
      this.filters = filters;
      this.remembered = remembered;
      this.unknown = [];
      this.showChosen();
    }

    /** @param {number} [results] - Wanted at once, when more than usual. */
    async search(results = 0) {
      cancelAnimationFrame(this.frame);
      this.frame = undefined;
      this.n = Math.max(results, FIRST_RESULTS);
      this.yields = false;
      const turn = ++this.turn;
      const question = this.question();
      this.trail.follow(this.address());
      document.title = question ? `${question} - ${this.site}` : this.site;
      if (!question) {
        this.view.nothing();
        return this.nameChosen();
      }
      this.view.state("loading");
      try {
        const engine = await this.opening.engine();
        this.resolve(engine.vocabulary);
        const answer = await this.answer(engine, question, turn);
        if (turn === this.turn) this.show(answer, engine);
      } catch (error) {
        if (turn === this.turn) this.view.error(error);
      }
      return undefined;
    }

    async answer(engine, question, turn) {
      const yields = (found) => this.remembered && this.conflicts(found, engine);
      // On an empty page the first result need not wait for the others; results that stand there are replaced at once.
      const early = this.view.isEmpty() ? (found) => {
        if (turn === this.turn && (this.yields || !yields(found))) this.show(found, engine, false);
      } : undefined;
      const answer = await engine.ask(question, { n: this.n, filters: this.filters, early });
      if (turn !== this.turn || !yields(answer)) return answer;
      this.yields = true;
      return engine.ask(question, { n: this.n, filters: this.asked(), early });
    }

    /** Does the question name versions, and none of those chosen? */
    conflicts({ understood: { versions } }, { vocabulary }) {
      const chosen = this.filters.versions;
      return versions.length > 0 && chosen.length > 0
        && !versions.some((name) => chosen.some((other) => vocabulary.expand("versions", name).has(other)));
    }

    /** What is chosen by its name, though nothing is asked yet; why there is none is told when something is. */
    async nameChosen() {
      if (!Object.values(this.filters).flat().length) return;
      const engine = await this.opening.engine().catch(() => null);
      if (!engine) return;
      this.resolve(engine.vocabulary);
      this.showChosen();
    }

    /** An address may name things by an alias, or things that are no more. */
    resolve(vocabulary) {
      const { known, unknown } = KB.filters.resolve(this.filters, vocabulary);
      this.filters = known;
      this.unknown.push(...unknown);
      this.categoryName = (id) => vocabulary.category(id)?.name ?? id;
    }

    /** @param {boolean} [whole] - With all results, not only the first. */
    show(answer, engine, whole = true) {
      if (whole) KB.recording?.answered(answer, this.asked(), engine);
      if (whole && this.view.hasBegun()) return this.view.complete(answer);
      this.trail.follow(this.address());
      this.showChosen();
      const contradicts = !this.yields && this.conflicts(answer, engine);
      this.view.answer(answer, { filters: this.asked(), unknown: this.unknown, contradicts }, engine.vocabulary);
      return whole ? this.view.complete(answer) : this.view.begin();
    }

    /** The end of the first results is near. */
    reached() {
      if (this.n === FIRST_RESULTS) this.extend(RESULTS);
    }

    /** Further results were asked for. */
    async more() {
      const from = this.view.list.childElementCount;
      await this.extend(from + RESULTS);
      this.view.list.children[from]?.querySelector("h3 > a").focus();
    }

    /** @param {number} n - Results wanted in all. */
    async extend(n) {
      if (!this.view.isDone()) return;
      this.n = n;
      const turn = this.turn;
      try {
        const engine = await this.opening.engine();
        const answer = await engine.ask(this.question(), { n, filters: this.asked() });
        if (turn === this.turn) this.view.extend(answer);
      } catch (error) {
        if (turn === this.turn) this.view.error(error);
      }
    }

    showChosen() {
      const remark = this.yields ? "（質問のバージョンを優先）" : this.remembered ? "（前回の選択）" : "";
      const chips = KB.filters.chips(this.filters, {
        categoryName: this.categoryName ?? ((id) => id),
        remark,
        drop: (facet, value) => {
          this.choose(facet, this.filters[facet].filter((other) => other !== value));
          this.focusField();
        },
      });
      this.chosen.replaceChildren(...chips);
      this.form.classList.toggle("narrowed", chips.length > 0);
    }
  }

  KB.SearchPage = SearchPage;
})();
