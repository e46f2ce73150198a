"use strict";
/* Score articles for a query and put them in order; twin of kb/retrieval/ranking.py. Every sum runs in the same order. */
(() => {
  const KB = (globalThis.KB ??= {});

  /**
   * @typedef {{group: import("./query.js").Choice[], worth: number, factor: number, bonus: boolean}} Weighed
   * @typedef {object} Candidate
   * @property {number} doc
   * @property {number} relevance
   * @property {Map<number, number>} matched - Group to the weight of the best choice the article has.
   * @property {Map<number, Map<number, [number, number]>>} questions - Stored question to group to (likeness, weight).
   * @property {Map<number, Map<number, number>>} passages - Passage to group to weight.
   * @property {number} likeness
   * @property {number} fit
   * @property {number} score
   */

  /**
   * The query's groups with their worth. A word that stands twice counts once.
   * @param {import("./query.js").Unit[]} joints - See query.js.
   * @param {(term: number) => {idf: number}} termOf
   * @returns {Weighed[]}
   */
  function weigh(query, joints, termOf, weights) {
    const result = [];
    const seen = new Set();
    for (const [place, unit] of [...query.units, ...joints].entries()) {
      const factor = KB.query.bound(query, unit) ? weights.named : 1;
      for (const group of unit.groups) {
        const worth = Math.max(...group.map((choice) => (choice.weight * termOf(choice.term).idf) / 100));
        if (!worth || seen.has(group[0].term)) continue;
        seen.add(group[0].term);
        result.push({ group, worth: factor * worth, factor, bonus: place >= query.units.length });
      }
    }
    return result;
  }

  /** Article to BM25F over the query's groups. @param {Weighed[]} groups @returns {Map<number, number>} */
  function relevances(groups, termOf) {
    const relevance = new Map();
    for (const { group, factor } of groups) {
      for (const [doc, value] of bestImpacts(group, termOf)) {
        relevance.set(doc, (relevance.get(doc) ?? 0) + (factor * value) / 100);
      }
    }
    return relevance;
  }

  /** Article to the best weight times impact over the choices of one group. */
  function bestImpacts(group, termOf) {
    const best = new Map();
    for (const { term, weight } of group) {
      for (const { doc, impact } of termOf(term).postings) {
        const value = weight * impact;
        if (value > (best.get(doc) ?? 0)) best.set(doc, value);
      }
    }
    return best;
  }

  /** The best articles by BM25F, with everything the closer look needs. @returns {Candidate[]} */
  function shortlist(groups, relevance, termOf, tables, filters, weights) {
    const wanted = [...relevance.keys()].filter(
      (doc) => !filters.categories.length || filters.categories.includes(tables.category(doc)));
    const best = wanted.sort((a, b) => relevance.get(b) - relevance.get(a) || a - b).slice(0, weights.shortlist);
    const candidates = new Map(best.map((doc) => [doc, candidateOf(doc, relevance.get(doc))]));
    for (const [number, { group }] of groups.entries()) lookClosely(number, group, termOf, candidates);
    return [...candidates.values()];
  }

  function candidateOf(doc, relevance, likeness = 0) {
    return { doc, relevance, likeness, matched: new Map(), questions: new Map(), passages: new Map(), fit: 2, score: 0 };
  }

  function lookClosely(number, group, termOf, candidates) {
    for (const { term, weight } of group) {
      for (const posting of termOf(term).postings) {
        const candidate = candidates.get(posting.doc);
        if (!candidate) continue;
        raise(candidate.matched, number, weight);
        for (const [question, value] of posting.questions) {
          const slot = slotOf(candidate.questions, question);
          if (weight * value > (slot.get(number)?.[0] ?? 0)) slot.set(number, [weight * value, weight]);
        }
        for (const passage of posting.passages) raise(slotOf(candidate.passages, passage), number, weight);
      }
    }
  }

  const raise = (map, key, value) => map.set(key, Math.max(value, map.get(key) ?? 0));

  function slotOf(map, key) {
    if (!map.has(key)) map.set(key, new Map());
    return map.get(key);
  }

  const inOrder = (map) => [...map.keys()].sort((a, b) => a - b);

  /** Add to each candidate how like the whole query its most similar stored question is. */
  function judge(candidates, groups, query, tables, weights) {
    const scale = weights.wholeQuestion * (totalWorth(groups, query, tables) / 100) ** weights.questionLength;
    for (const candidate of candidates) {
      let best = 0;
      for (const slots of candidate.questions.values()) {
        let likeness = 0;
        for (const number of inOrder(slots)) likeness += (groups[number].factor * slots.get(number)[0]) / 100;
        best = Math.max(best, likeness);
      }
      candidate.likeness = scale * best;
    }
  }

  /** Worth of the whole query, unknown words included, in hundredths. */
  function totalWorth(groups, query, tables) {
    const unknown = query.units.filter((unit) => !unit.groups.length).length;
    return groups.reduce((sum, weighed) => sum + weighed.worth, 0) + unknown * tables.unknownIdf;
  }

  /** The groups that a stored question has to hold: names are answered by what the article is for. */
  function askedOf(candidate, groups) {
    const words = [...groups.keys()].filter((number) => !groups[number].bonus);
    if (candidate.fit === KB.applicability.FIT.OTHER) return words;
    const asked = words.filter((number) => groups[number].factor === 1);
    return asked.length ? asked : words;
  }

  /** How much of the query, names aside, the best single stored question of an article holds, by idf, 0 to 1. */
  function questionCoverage(candidate, groups, query, tables) {
    const asked = askedOf(candidate, groups);
    const total = totalWorth(asked.map((number) => groups[number]), query, tables);
    const shares = [...candidate.questions.values()].map((slots) => {
      let part = 0;
      for (const number of inOrder(slots).filter((n) => asked.includes(n))) {
        const { worth, group } = groups[number];
        part += (worth * slots.get(number)[1]) / Math.max(...group.map((choice) => choice.weight));
      }
      return part / total;
    });
    return Math.max(0, ...shares);
  }

  /**
   * Number of the passage that holds most of the query, the earliest of equals; null when none holds any. A row goes
   * before the section of its table when it alone of them holds as much.
   * @param {[number, string][]} passages - Of its record.
   */
  function bestPassage(candidate, groups, passages) {
    const values = new Map([...candidate.passages].map(([number, slots]) => [
      number, inOrder(slots).reduce((sum, group) => sum + groups[group].worth * slots.get(group), 0)]));
    if (!values.size) return null;
    const most = Math.max(...values.values());
    const best = inOrder(values).find((number) => values.get(number) === most);
    const named = (n) => [...candidate.passages.get(n).keys()].some((group) => groups[group].factor < 1);
    const rows = [...passages.keys()].filter(
      (n) => passages[n][1] && values.get(n) === most && (passages[n][0] === passages[best][0] || named(n)));
    return rows.length === 1 ? rows[0] : best;
  }

  /** Put candidates in order: what applies first, one place for each topic. @returns {{candidate: Candidate, others: number[]}[]} */
  function arrange(candidates, tables, filters, vocabulary, weights) {
    const judged = (candidate) => {
      candidate.fit = KB.applicability.fit(tables.appliesTo(candidate.doc), filters, vocabulary);
      candidate.score = (candidate.relevance + candidate.likeness) * weights.fit[candidate.fit];
      return candidate;
    };
    candidates.forEach(judged);
    const ordered = [...candidates].sort((a, b) => b.score - a.score || a.doc - b.doc);
    const places = [];
    const done = new Set();
    for (const candidate of ordered) {
      if (done.has(candidate.doc)) continue;
      const topic = tables.topicOf.get(candidate.doc) ?? [candidate.doc];
      for (const doc of topic) done.add(doc);
      const members = ordered.filter((other) => topic.includes(other.doc));
      members.push(...silentMembers(members, topic).map(judged).filter(fitsBetterThan(members)));
      const leader = leaderOf(members, topic, tables, filters, vocabulary, weights);
      places.push({ candidate: leader, others: topic.filter((doc) => doc !== leader.doc) });
    }
    return places;
  }

  /**
   * Articles of the topic that share no word with the query. The topic is the question, so they answer it too; they
   * are as relevant as the best of the others.
   */
  function silentMembers(members, topic) {
    const [{ relevance, likeness }] = members;
    const silent = topic.filter((doc) => !members.some((member) => member.doc === doc));
    return silent.map((doc) => candidateOf(doc, relevance, likeness));
  }

  function fitsBetterThan(members) {
    const best = Math.max(...members.map((member) => member.fit));
    return (candidate) => candidate.fit > best;
  }

  /** Which article speaks for a topic: the best fit, of those the newest, unless another is far more relevant. */
  function leaderOf(members, topic, tables, filters, vocabulary, weights) {
    const fit = Math.max(...members.map((member) => member.fit));
    const fitting = members.filter((member) => member.fit === fit)
      .sort((a, b) => topic.indexOf(a.doc) - topic.indexOf(b.doc));
    if (fit === KB.applicability.FIT.OTHER) {
      const far = new Map(fitting.map((member) => [member, distance(member.doc, tables, filters, vocabulary)]));
      return fitting.reduce((best, member) => (far.get(member) < far.get(best) ? member : best));
    }
    const [newest] = fitting;
    const [strongest] = [...fitting].sort((a, b) => b.score - a.score || a.doc - b.doc);
    return strongest.score > weights.olderLeads * newest.score ? strongest : newest;
  }

  /** How far an article's versions lie from those asked for; far beyond any order when incomparable. */
  function distance(doc, tables, filters, vocabulary) {
    const appliesTo = tables.appliesTo(doc);
    const distances = ["versions", "os"].flatMap((facet) => filters[facet].flatMap(
      (asked) => appliesTo[facet].map((bound) => vocabulary.distance(facet, asked, bound))));
    return Math.min(...distances.map((far) => far ?? 1e6), 1e6);
  }

  KB.ranking = { weigh, relevances, shortlist, judge, totalWorth, questionCoverage, bestPassage, arrange };
})();
