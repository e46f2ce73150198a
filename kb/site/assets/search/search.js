"use strict";
/*
 * Ask the index: from a question to an answer; twin of kb/retrieval/search.py and of `kb ask --json`.
 *
 *     const engine = await KB.openSearch({ base: "data/" });
 *     const answer = await engine.ask("DKIM 外部DNS", { n: 5, filters: { versions: ["Plesk Obsidian"] } });
 *
 * Both reject with a KB.SearchError when a file of the index is missing or does not fit.
 */
(() => {
  /** Titles offered when nothing answers. */
  const SUGGESTIONS = 3;

  const KB = (globalThis.KB ??= {});
  const TARGETS = ["versions", "plans", "os", "software"];

  /**
   * @typedef {object} Answer - As `kb ask --json`, and for the page:
   * @property {string} query
   * @property {object} understood
   * @property {boolean} answered
   * @property {number} confidence - 0 to 1.
   * @property {Result[]} results - When not answered: the nearest articles.
   * @property {{id: string, versions: string[]}[]} variants - Of the first result.
   * @property {string[]} suggestions
   * @property {import("./applicability.js").Filters} filters - What was asked for, by option or in the question.
   * @property {number} found - Places there would be without `n`.
   * @property {object} facets - See facets.js.
   *
   * @typedef {object} Result - As in `kb ask --json`, and:
   * @property {"other" | "general" | "exact"} fit - "other": for another version, only the nearest.
   * @property {string[]} missed - What was asked for and the article is not for.
   * @property {{stale: boolean, overdue: ?string, ended: string[]}} freshness
   * @property {{title: import("./marks.js").Marks, passage: import("./marks.js").Marks, summary: import("./marks.js").Marks}} marks
   * @property {{id: string, title: string, versions: string[], url: string}[]} variants
   */

  class Engine {
    /** @param {object} manifest @param {KB.shards.Shards} shards */
    constructor(manifest, shards) {
      this.manifest = manifest;
      this.shards = shards;
      this.weights = manifest.weights;
      this.spellings = new KB.spellings.Spellings(manifest.lexicon, shards);
      this.terms = new KB.postings.Terms(manifest.terms, shards);
      this.termOf = (number) => this.terms.get(number);
    }

    // Made while the files are awaited that a question asks for first.
    get vocabulary() {
      return (this.names ??= new KB.vocabulary.Vocabulary(this.manifest.vocabulary));
    }

    get tables() {
      return (this.known ??= new KB.tables.Tables(this.manifest.tables, this.vocabulary));
    }

    /**
     * Load what reading a question and finding its articles takes, so that it is there when the question is asked.
     * @param {string} question
     */
    async prepare(question) {
      await this.terms.ready(termsOf((await this.reading(question)).query));
    }

    /**
     * The answer to a question.
     * @param {string} question - As typed.
     * @param {object} [options]
     * @param {number} [options.n] - Results wanted, 1 or more.
     * @param {Partial<import("./applicability.js").Filters>} [options.filters] - Go before what the question names.
     * @param {string} [options.today] - ISO day as of which articles are fresh.
     * @param {(answer: Answer) => void | Promise<void>} [options.early] - Is given the answer with only its
     *   first result, before the records of the others are asked for.
     * @returns {Promise<Answer>}
     */
    async ask(question, { n = 5, filters = {}, today = KB.freshness.today(), early } = {}) {
      const reading = this.reading(question);
      const { tables, vocabulary, weights, termOf } = this;
      const { query, made } = await reading;
      const wanted = this.joined(filters, query);
      await this.terms.ready(termsOf(query));
      const joints = await KB.query.joints(query, this.terms, weights);
      const groups = KB.ranking.weigh(query, joints, termOf, weights);
      const relevance = KB.ranking.relevances(groups, termOf);
      const candidates = KB.ranking.shortlist(groups, relevance, termOf, tables, wanted, weights);
      KB.ranking.judge(candidates, groups, query, tables, weights);
      const places = KB.ranking.arrange(candidates, tables, wanted, vocabulary, weights);
      const shown = places.slice(0, n);
      const topics = KB.confidence.topicsNamed(query, groups, places[0]?.candidate, tables);
      const confidence = this.confidence(places, groups, query, topics);
      const answered = confidence >= weights.answerFrom;
      const frame = {
        query: question,
        understood: this.understood(question, query, made, topics.elsewhere),
        answered,
        confidence,
        filters: wanted,
        found: places.length,
        facets: KB.facets.facets(relevance, tables, vocabulary),
      };
      const read = (place, index) => this.result(index + 1, place, { groups, query, wanted, today });
      if (early && shown.length > 1) await early(filled(frame, [await read(shown[0], 0)]));
      return filled(frame, await Promise.all(shown.map(read)));
    }

    /** How sure it is that the first place answers. */
    confidence(places, groups, query, topics) {
      if (!places.length) return 0;
      const [{ candidate }] = places;
      const total = KB.ranking.totalWorth(groups, query, this.tables);
      const question = KB.ranking.questionCoverage(candidate, groups, query, this.tables);
      const found = KB.confidence.features(query, groups, candidate, question, total, this.tables, topics);
      return KB.confidence.confidence(found, this.weights);
    }

    /** The question read; the one read last is not read again. */
    reading(question) {
      if (this.last?.question === question) return this.last.found;
      const last = { question, found: this.read(question.replace(/\p{Surrogate}/gu, "?")) };
      this.last = last;
      last.found.catch(() => {
        if (this.last === last) this.last = undefined;
      });
      return last.found;
    }

    /** The question read, after its slips were mended. */
    async read(question) {
      const query = await KB.query.read(question, this);
      if (!query.units.some(KB.query.doubtful)) return { query, made: [] };
      const { spellings, tables } = this;
      const corrections = await KB.part("corrections");
      const topics = KB.scope.named(query.text, tables.outOfScope);
      const made = await corrections.corrections(query, (char) => spellings.mendable(char), topics);
      if (!made.length) return { query, made };
      const mended = corrections.apply(KB.text.normalize(question), made);
      return { query: await KB.query.read(mended, this), made };
    }

    /** Options first; a facet that no option speaks of is taken from the question, software excepted. */
    joined(given, query) {
      const filters = { categories: given.categories ?? [] };
      for (const facet of TARGETS) {
        const named = facet === "software" ? [] : KB.query.names(query, facet);
        filters[facet] = given[facet]?.length ? given[facet] : named;
      }
      return filters;
    }

    understood(question, query, made, outside) {
      const known = query.units.filter((unit) => unit.groups.length);
      return {
        terms: [...new Set(known.map((unit) => this.termOf(unit.groups[0][0].term).text))],
        versions: KB.query.names(query, "versions"),
        plans: KB.query.names(query, "plans"),
        os: KB.query.names(query, "os"),
        corrections: made.map(({ typed, meant }) => ({ from: typed, to: meant })),
        out_of_scope: outside.map(([start, end]) => asTyped(query.text.slice(start, end), question)),
        unlisted: KB.unlisted.unlisted(query.text, this.vocabulary).map((name) => asTyped(name, question)),
      };
    }

    /** @returns {Promise<Result>} */
    async result(rank, { candidate, others }, { groups, query, wanted, today }) {
      const { tables } = this;
      const record = KB.records.unpack(await this.shards.shard("r", candidate.doc));
      const applies_to = tables.appliesTo(candidate.doc);
      const best = KB.ranking.bestPassage(candidate, groups, record.passages);
      const passage = KB.records.passageOf(record, best, this.weights.shownChars);
      const freshness = KB.freshness.freshness(record, applies_to, this.vocabulary, today);
      const needles = KB.marks.needles(query, candidate.doc, this.termOf);
      const { id, title, summary, support, published, updated, status, topic, category, path } = record;
      return {
        rank, id, score: candidate.score / 100, title, summary, passage, applies_to,
        fit: ["other", "general", "exact"][candidate.fit],
        missed: KB.applicability.missed(applies_to, wanted, this.vocabulary),
        support, published, updated, status, stale: freshness.stale, topic, category, path,
        url: KB.records.pageOf(path), source: record.source || null,
        variants: variants(record, others, tables),
        freshness,
        marks: {
          title: KB.marks.marks(title, needles),
          passage: KB.marks.marks(passage.text, needles),
          summary: KB.marks.marks(summary, needles),
        },
      };
    }
  }

  /** A piece of the question in the case it was typed in, where nothing else was normalised. */
  function asTyped(normalized, question) {
    const start = question.toLowerCase().indexOf(normalized);
    return start >= 0 ? question.slice(start, start + normalized.length) : normalized;
  }

  function termsOf(query) {
    return query.units.flatMap((unit) => unit.groups.flat().map((choice) => choice.term));
  }

  /** The answer, as soon as its results are read. */
  function filled(frame, results) {
    return {
      ...frame,
      results,
      variants: (results[0]?.variants ?? []).map(({ id, versions }) => ({ id, versions })),
      suggestions: frame.answered ? [] : results.slice(0, SUGGESTIONS).map((result) => result.title),
    };
  }

  function variants(record, others, tables) {
    const known = new Map(record.variants.map((variant) => [variant[0], variant]));
    return others.map((doc) => {
      const [, id, title, path] = known.get(doc);
      return { id, title, versions: tables.appliesTo(doc).versions, url: KB.records.pageOf(path) };
    });
  }

  /**
   * Open the index.
   * @param {object} options
   * @param {string} options.base - Address of the folder with the index, with a final slash.
   * @param {string} [options.version] - Of the manifest, against a browser's cache.
   * @param {(address: string) => Promise<void>} [options.run] - Runs a file of the index; outside of a page.
   * @returns {Promise<Engine>}
   */
  KB.openSearch = async ({ base, version, run }) => {
    const shards = new KB.shards.Shards(base, run);
    return new Engine(await shards.manifest(version), shards);
  };
})();
