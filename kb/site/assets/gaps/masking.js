"use strict";
/*
 * Takes out of a question what may be personal, before it is kept; twin of kb/gaps/masking.py, where the list of what
 * is masked stands. tests/gaps/data/masking.json is run by both.
 */
(() => {
  const KB = (globalThis.KB ??= {});

  /** @typedef {(word: string) => boolean} Known - Do the articles, or the names in kb.toml, hold this word? */

  /** Characters of a question that are kept. */
  const LONGEST = 200;
  const [MAIL, ADDRESS, DOMAIN, IP] = ["〔メールアドレス〕", "〔url〕", "〔ドメイン名〕", "〔ipアドレス〕"];
  const [PHONE, NUMBER, USER, NAME] = ["〔電話番号〕", "〔番号〕", "〔ユーザー名〕", "〔名前〕"];
  const MASKS = [MAIL, ADDRESS, DOMAIN, IP, PHONE, NUMBER, USER, NAME].join("|");
  const STRAY_BRACKET = new RegExp(`(${MASKS})|([〔〕])`, "g");
  const INVISIBLE = /(?![\t-\r\x1c-\x1f\x85])[\p{Cf}\p{Cc}\p{Cs}]/gu;
  const COMBINING = /[\p{Mn}\p{Me}]/gu;
  const BLANKS = new RegExp(`[${KB.text.BLANK}]+`, "gu");

  let runs = 0;

  /** A run that gives nothing back, Python's `a*+`: JavaScript has no such sign, but a lookahead gives nothing back. */
  function all(run) {
    const name = `r${(runs += 1)}`;
    return `(?=(?<${name}>${run}))\\k<${name}>`;
  }

  // Letters and numbers beyond ASCII, and all that Python's \w stands for.
  const WIDE = "[^\\x00-\\x7f\\p{M}\\p{P}\\p{S}\\p{Z}\\p{C}]";
  const WORD = "\\p{L}\\p{N}_";
  const LOCAL = "[a-z0-9.!#$%&'*+/=?^_`{|}~\\-]";
  const AT = "(?:@|[\\[(<{] ?(?:at|アット(?:マーク)?|あっと(?:まーく)?) ?[\\])>}]|アットマーク|あっとまーく)";
  const PATH = `${all('[!"$->@-~]*')}(?:[?#]${all("[^\\s、。」]*")})?`;
  const LETTERS = "[a-z\\u30a1-\\u30fa\\u3400-\\u4dbf\\u4e00-\\u9fff々ー]";
  const FIRM = "(?:株式会社|有限会社|合同会社|\\(株\\)|\\(有\\))";
  const TITLES = "さん|さま|様(?!々)|氏(?!名)|殿";
  /** What 様 makes a common word of: お客様, 仕様, 同様. */
  const NO_NAMES = /^(?:客|皆|皆々|奥|王|神|.*[仕同多模一異有何])$/u;

  /** Patterns, and what stands in place of what is found with its named groups; what holds other things first. */
  const RULES = [
    [
      `(?<![a-z0-9+.\\-])${all("[a-z0-9+.\\-]*")}://(?:${all("[^/?#\\s@]*")}@)?(?<host>${all("[a-z0-9_.\\-]*")})${PATH}`,
      (found, { host }, known) => (bare(host) && known(bare(host)) ? bare(host) : ADDRESS),
    ],
    [
      `(?:"[^"@]*"|(?<!${LOCAL})${all(`${LOCAL}+`)}) ?${AT}(?: ?${all("[a-z0-9_.\\-:\\[\\]]+")}|(?=${WIDE}))`
      + `|(?<!${WIDE})${all(`${WIDE}+`)}@(?:${all("[a-z0-9_.\\-]+")}|(?=${all(`${WIDE}+`)}\\.[a-z]{2}))`
      + `|(?<!${LOCAL})${all(`${LOCAL}+`)}@|@${all("[a-z0-9_.\\-]+")}`,
      () => MAIL,
    ],
    [
      `(?<folder>[/\\\\¥](?:home|users)[/\\\\¥]+)(?:${all("[a-z0-9_.\\-]+")}|${all(`${WIDE}+`)})`,
      (found, { folder }) => folder + USER,
    ],
    [
      `(?<!${WIDE})${all(`${WIDE}+`)}(?:\\.${all(`[${WORD}\\-]+`)}){0,8}?\\.[a-z]{2}${all("[a-z0-9\\-]*")}(?:(?=[/?#])${PATH})?`,
      () => DOMAIN,
    ],
    [
      `(?<![a-z0-9_\\-])(?<![a-z0-9_\\-]\\.)(?<host>(?:${all("[a-z0-9_\\-]+")}\\.)+[a-z]{2}${all("[a-z0-9\\-]*")})`
      + `(?<port>:\\p{Nd}{1,4}(?!\\p{Nd}))?(?:(?=[/?#])${PATH})?`,
      (found, { host, port = "" }, known) => (known(host) ? host : DOMAIN) + port,
    ],
    [`(?<=[?&])[${WORD}%.\\-\\[\\]]{1,60}=${all("[^\\s、。」]*")}`, () => ADDRESS],
    ["(?<![a-z0-9])(?:[0-9a-f]{2}-){5}[0-9a-f]{2}(?![a-z0-9])", () => IP],
    [
      `(?<![a-z0-9:])(?=${all(":*")}[0-9a-f])(?!\\p{Nd}{1,2}:\\p{Nd}\\p{Nd}:\\p{Nd}\\p{Nd}(?![0-9a-f:]))`
      + `${all(`(?:${all("[0-9a-f]*")}:){2,}`)}${all("[0-9a-f]*")}${all(`(?:\\.${all("\\p{Nd}+")})*`)}(?:%${all("[a-z0-9]+")})?`,
      () => IP,
    ],
    [`(?<!\\p{Nd})${all("\\p{Nd}+")}${all(`(?:\\.${all("\\p{Nd}+")}){3,}`)}`, () => IP],
    [`(?<!\\p{Nd})(?:\\+ ?\\(?\\p{Nd}|\\(?0)${all("(?:[ ().ー・/\\-]{0,2}\\p{Nd}){8,}")}`, () => PHONE],
    [`(?<![a-z0-9_\\-])${all("[a-z0-9_\\-]{16,}")}`, (found, groups, known) => (isWord(found) || known(found) ? found : NUMBER)],
    [
      `(?<!\\p{Nd})(?:0x[0-9a-f]{1,8}(?![0-9a-z])|${all("\\p{Nd}+")}${all(`(?:\\.${all("\\p{Nd}+")})+`)}`
      + `|${all("\\p{Nd}+")}${all(`(?:[ ()ー・/\\-]{1,2}${all("\\p{Nd}+")})*`)})`,
      (found, groups, known) => (isPublicNumber(found, known) ? found : NUMBER),
    ],
    [
      `(?<form>${FIRM}) ?(?<after>${all(`${LETTERS}{1,20}`)})|(?<before>${LETTERS}{1,20}?)(?= ?${FIRM})`,
      (found, { form = "", after, before }, known) => (known(after ?? before) ? found : form + NAME),
    ],
    [
      `${LETTERS}{1,16}?(?= ?(?:${TITLES}))|(?<![a-z])${all("[a-z]+")}(?=-san(?![a-z]))`,
      (found, groups, known) => (NO_NAMES.test(found) || known(found) ? found : NAME),
    ],
  ].map(([pattern, replaced]) => [new RegExp(pattern, "gu"), replaced]);

  /**
   * A question as it may be kept: normalised, on one line, masked, at most `LONGEST` characters.
   * @param {string} text - As typed.
   * @param {Known} known - Is asked for normalised words.
   * @returns {string}
   */
  function mask(text, known) {
    let masked = plain(text), before = "";
    // Things written without a gap may hide one another until the first of them is masked.
    while (masked !== before) {
      before = masked;
      for (const [pattern, replaced] of RULES) {
        masked = masked.replace(pattern, (found, ...rest) => replaced(found, rest.at(-1), known));
      }
    }
    return cut(collapse(masked));
  }

  /**
   * The same where it takes time to know a word: what is asked for is looked up, and the question masked anew.
   * @param {string} text
   * @param {(word: string) => Promise<boolean>} isKnown
   * @returns {Promise<string>}
   */
  async function maskWith(text, isKnown) {
    const words = new Map();
    for (;;) {
      const missing = new Set();
      const masked = mask(text, (word) => {
        if (!words.has(word)) missing.add(word);
        return words.get(word) ?? false;
      });
      if (!missing.size) return masked;
      await Promise.all([...missing].map(async (word) => words.set(word, await isKnown(word))));
    }
  }

  /** Normalised; without the invisible and combining characters that would tear a number or a name apart. */
  function plain(text) {
    const visible = KB.text.normalize(text.replace(INVISIBLE, "")).replace(COMBINING, "");
    return collapse(visible).replace(STRAY_BRACKET, (sign, masked) => masked ?? (sign === "〔" ? "[" : "]"));
  }

  function collapse(text) {
    return text.replace(BLANKS, " ").replace(/^ | $/g, "");
  }

  function cut(text) {
    const kept = Array.from(text).slice(0, LONGEST).join("");
    const opened = kept.lastIndexOf("〔");
    return (opened > kept.lastIndexOf("〕") ? kept.slice(0, opened) : kept).trimEnd();
  }

  function bare(host) {
    return host.replace(/^\.+|\.+$/g, "");
  }

  function isPublicNumber(found, known) {
    const groups = found.match(/\p{Nd}+/gu).map((digits) => Array.from(digits).length);
    // An SMTP reply is a number too: 4.7.26.
    const most = found.includes(".") ? 9 : 7;
    const short = groups.reduce((sum, length) => sum + length, 0) < most && Math.max(...groups) < 5;
    return found.startsWith("0x") || short || found.match(/\p{Nd}+/gu).every(known);
  }

  /** Not a key or an id: those have letters and four digits or more. */
  function isWord(found) {
    return found.replace(/[^0-9]/g, "").length < 4 || !/[a-z]/.test(found);
  }

  KB.masking = { LONGEST, mask, maskWith };
})();
