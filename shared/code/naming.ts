/** Names that people give, made into names of files, classes, variables and environment. Pure; what comes out is plain ASCII. */

const maxWords = 8;
const maxLength = 40;

/** The words of a name: `api-gateway`, `createOrder` and `Über Uns!` are two each. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss');
  const words = plain
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== '')
    .slice(0, maxWords);
  return words.map((word) => word.toLowerCase());
}

const cut = (text: string): string => text.slice(0, maxLength).replace(/[-_]+$/, '');
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
/** Nothing of these begins with a digit. */
const begins = (text: string, otherwise: string): string => (/^[A-Za-z]/.test(text) ? text : `${otherwise}${text}`);

/** `api-gateway`: a file, an image, a Kubernetes object. */
export const kebab = (text: string, otherwise: string): string =>
  cut(begins(wordsOf(text).join('-'), wordsOf(text).length === 0 ? otherwise : `${otherwise}-`));
/** `ApiGateway`: a class. */
export const pascal = (text: string, otherwise: string): string =>
  begins(cut(wordsOf(text).map(capital).join('')), capital(otherwise));
/** `apiGateway`: a variable, a method. */
export const camel = (text: string, otherwise: string): string => {
  const name = pascal(text, otherwise);
  return name.charAt(0).toLowerCase() + name.slice(1);
};
/** `API_GATEWAY`: an injection token, a variable of the environment. */
export const constant = (text: string, otherwise: string): string =>
  kebab(text, otherwise).replaceAll('-', '_').toUpperCase();

/** Gives each name out once: the second `orders` is `orders2`, or `orders-2` with a joint. */
export class UniqueNames {
  readonly #taken: Set<string>;
  readonly #joint: string;

  constructor(taken: Iterable<string> = [], joint = '') {
    this.#taken = new Set([...taken].map((name) => name.toLowerCase()));
    this.#joint = joint;
  }

  take(wanted: string): string {
    let name = wanted;
    // Also on file systems that know no capitals.
    for (let count = 2; this.#taken.has(name.toLowerCase()); count += 1) name = `${wanted}${this.#joint}${count}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }
}

/** A text as a string literal of TypeScript, in single quotes. */
export function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

/** A text inside a comment of one line: nothing of it can end the comment. */
export const commented = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('*/', '* /')
    .trim();
