"use strict";
/* Japanese typed in Latin letters; twin of kb/retrieval/romaji.py. */
(() => {
  const KB = (globalThis.KB ??= {});
  const VOWELS = "aiueo";
  const SYLLABLES = new Map();
  for (const [consonant, row] of Object.entries({
    "": "あいうえお", k: "かきくけこ", g: "がぎぐげご", s: "さしすせそ", z: "ざじずぜぞ", t: "たちつてと", d: "だぢづでど",
    n: "なにぬねの", h: "はひふへほ", b: "ばびぶべぼ", p: "ぱぴぷぺぽ", m: "まみむめも", y: "や ゆ よ", r: "らりるれろ",
    w: "わ   を",
  })) for (const [n, kana] of [...row].entries()) if (kana !== " ") SYLLABLES.set(consonant + VOWELS[n], kana);
  for (const [consonant, base] of [..."kきgぎsしzじtちdぢnにhひbびpぴmみrりjじ".matchAll(/(.)(.)/g)].map((m) => m.slice(1))) {
    for (const [vowel, small] of ["aゃ", "uゅ", "oょ"]) SYLLABLES.set(`${consonant}y${vowel}`, base + small);
  }
  for (const pair of ("shi し chi ち tsu つ fu ふ ji じ sha しゃ shu しゅ sho しょ cha ちゃ chu ちゅ cho ちょ ja じゃ ju じゅ jo じょ "
    + "she しぇ che ちぇ je じぇ fa ふぁ fi ふぃ fe ふぇ fo ふぉ thi てぃ dhi でぃ va ゔぁ vi ゔぃ vu ゔ ve ゔぇ vo ゔぉ "
    + "wi うぃ we うぇ").matchAll(/(\S+) (\S+)/g)) SYLLABLES.set(pair[1], pair[2]);

  const LONG = new Map([
    ["aa", ["ああ", "あー"]], ["ii", ["いい", "いー"]], ["uu", ["うう", "うー"]], ["ee", ["ええ", "えー", "えい"]],
    ["oo", ["おお", "おう", "おー"]], ["ou", ["おう", "おー", "おお"]], ["ei", ["えい", "えー"]],
  ]);
  const VOWEL_OF = new Map([...SYLLABLES].map(([key, kana]) => [kana.at(-1), key.at(-1)]));
  for (const [kana, vowel] of ["ゃa", "ゅu", "ょo", "ぁa", "ぃi", "ぇe", "ぉo"]) VOWEL_OF.set(kana, vowel);

  const ROMAJI = /^[a-z\u0101\u0113\u012b\u014d\u016b\u00e2\u00ea\u00ee\u00f4\u00fb'-]{2,40}$/;
  // Two letters are only read as a particle (wo, ga).
  const SHORTEST_WORD = 3;
  const MAX_READINGS = 24;
  // "senyou" is せんよう as well as せにょう.
  const HEADS = new Map([["にゃ", ["にゃ", "んや"]], ["にゅ", ["にゅ", "んゆ"]], ["にょ", ["にょ", "んよ"]]]);

  /**
   * The hiragana a run of Latin letters spells, if the lexicon knows words to make it up of.
   * @param {string} text
   * @returns {Promise<string | null>}
   */
  async function toKana(text, lexicon) {
    if (!ROMAJI.test(text)) return null;
    let best = null;
    const found = readings(text);
    const cut = await Promise.all(found.map((kana) => KB.segmentation.segment(kana, lexicon)));
    for (const [n, pieces] of cut.entries()) {
      if (!pieces.every(({ entry }) => entry)) continue;
      const plausible = pieces.some(({ entry }) => entry.groups.length)
        ? text.length >= SHORTEST_WORD
        // Grammar alone: only words that the articles use (し+たい, but not てん+そう for 転送).
        : pieces.every(({ entry }) => entry.cost * 10 < lexicon.unknownCost * 6);
      if (!plausible) continue;
      const cost = pieces.reduce((sum, piece) => sum + piece.entry.cost, 0);
      if (best === null || cost < best.cost) best = { cost, kana: found[n] };
    }
    return best && best.kana;
  }

  /** The hiragana spellings of a romaji text, most literal first. @param {string} text @returns {string[]} */
  function readings(text) {
    const syllables = syllablesOf(withoutMacrons(text));
    if (syllables === null) return [];
    let spelled = [""];
    const slots = [];
    for (let position = 0; position < syllables.length; position += 1) {
      const pair = longPair(syllables, position);
      const heads = HEADS.get(syllables[position]) ?? [syllables[position]];
      const tails = pair ? pair.map((spelling) => spelling.slice(1)) : [""];
      slots.push(heads.flatMap((head) => tails.map((tail) => head + tail)));
      if (pair) position += 1;
    }
    // The last slot varies fastest, so what is cut off here would never come among the first ones.
    for (const slot of slots.reverse()) {
      spelled = slot.flatMap((head) => spelled.map((tail) => head + tail)).slice(0, MAX_READINGS);
    }
    return spelled;
  }

  /** Long vowels marked by macron or circumflex, or by a hyphen, as doubled vowels. */
  function withoutMacrons(text) {
    let plain = "";
    for (const char of text.normalize("NFD")) {
      const last = Array.from(plain).at(-1) ?? "";
      if ("\u0304\u0302".includes(char)) plain += last;
      else if (char === "-") plain += VOWELS.includes(last) ? last : "-";
      else plain += char;
    }
    return plain;
  }

  function syllablesOf(text) {
    const result = [];
    for (let position = 0; position < text.length;) {
      const rest = text.slice(position);
      let taken = 1;
      const known = [3, 2, 1].find((n) => rest.length >= n && SYLLABLES.has(rest.slice(0, n)));
      if (known) {
        result.push(SYLLABLES.get(rest.slice(0, known)));
        taken = known;
      } else if (rest[0] === "n" || (rest[0] === "m" && "bpm".includes(rest[1] ?? " "))) {
        result.push("ん");
        if (rest.startsWith("nn") && !"aiueoy".includes(rest[2] ?? " ")) taken = 2;
      } else if (rest.length > 1 && (rest[0] === rest[1] || rest.startsWith("tc")) && !VOWELS.includes(rest[0])) {
        if (rest[0] !== "'") result.push("っ");
      } else if (rest[0] !== "'") return null;
      position += taken;
    }
    return result;
  }

  /** The spellings of a long vowel that begins at a syllable, when the next one only lengthens it. */
  function longPair(syllables, position) {
    const follower = "あいうえお".indexOf(syllables[position + 1] ?? " ");
    if (follower < 0) return undefined;
    return LONG.get((VOWEL_OF.get(syllables[position].at(-1)) ?? "") + VOWELS[follower]);
  }

  KB.romaji = { toKana, readings };
})();
