/** From here on all that was typed stands in the text, and not just its letters. */
const wholeWords = 210;

/**
 * How well a text answers what was typed, 0 for not at all: letters in order are enough (`ghs` finds "GET hello/settings"),
 * but whole words, beginnings and letters that stand together count for more. Pure.
 */
export function rank(typed: string, text: string): number {
  const wanted = typed.trim().toLowerCase();
  const given = text.toLowerCase();
  if (wanted === '') return 1;
  if (given === wanted) return 1000;
  const at = given.indexOf(wanted);
  if (at >= 0) return 500 + (at === 0 ? 200 : isWordStart(given, at) ? 100 : 0) - Math.min(90, given.length);
  const words = wanted.split(/\s+/);
  if (words.length > 1 && words.every((word) => given.includes(word)))
    return wholeWords + 90 - Math.min(90, given.length);
  return lettersInOrder(wanted.replace(/\s+/g, ''), given);
}

const isWordStart = (text: string, at: number): boolean => at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1] ?? '');

function lettersInOrder(wanted: string, given: string): number {
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const next = given.indexOf(letter, at + 1);
    if (next < 0) return 0;
    score += next === at + 1 ? 8 : isWordStart(given, next) ? 6 : -Math.min(6, next - at);
    at = next;
  }
  // Letters scattered all over find everything, which is no help.
  return score > 3 * wanted.length ? Math.min(200, score) : 0;
}

/** What an item is found by: what it is called, and further words that only count where no name answers better. */
export interface Words {
  text: string;
  more?: string | undefined;
}

/** The items that answer what was typed, best first; all of them, in their order, when nothing was typed. */
export function ranked<T>(typed: string, items: readonly T[], wordsOf: (item: T) => string | Words): T[] {
  if (typed.trim() === '') return [...items];
  return items
    .map((item, index) => ({ item, index, score: scoreOf(typed, wordsOf(item)) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .map(({ item }) => item);
}

function scoreOf(typed: string, words: string | Words): number {
  if (typeof words === 'string') return rank(typed, words);
  const named = rank(typed, words.text);
  return named >= wholeWords ? 1000 + named : rank(typed, `${words.text} ${words.more ?? ''}`);
}
