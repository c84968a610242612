import { parseResult } from './answer.ts';
import { evaluatePlain, unusual } from './evaluatePlain.ts';
import { ExpressionError } from './expressionError.ts';
import { Guest } from './guest.ts';
import { limitErrors } from './limitErrors.ts';
import { limits } from './limits.ts';
import type { Plain } from './plain.ts';

/** The variables of one call: data, or body, params, query, headers; results named by `as`; state, id, meta, error, index. */
export interface Scope {
  [name: string]: unknown;
}

export interface Expression {
  /** as the user wrote it */
  readonly source: string;
  /**
   * The value as plain data, a copy; `undefined` stays undefined.
   * Rejects with an ExpressionError, and with nothing else.
   */
  evaluate(scope: Scope): Promise<unknown>;
  /** The same without an engine and in this very turn, or `unusual` when it needs one. @throws ExpressionError */
  evaluateAtOnce(scope: Scope): unknown;
  /** As `evaluate`, for what turned out to be unusual. */
  evaluateInEngine(scope: Scope): Promise<unknown>;
}

interface Parts {
  source: string;
  /** the same as JavaScript: differs from the source in a template */
  code: string;
  plain: Plain | undefined;
  names: readonly string[];
  owner: Owner;
}

/** What the expressions of one sandbox share. */
export interface Owner {
  readonly random: () => number;
  /** the guests that hold an instance now */
  readonly guests: Set<Guest>;
  isClosed: boolean;
}

export class CompiledExpression implements Expression {
  readonly source: string;
  readonly #parts: Parts;
  readonly #mentioned: (name: string) => boolean;
  #guest: Guest | undefined;

  constructor(parts: Parts) {
    this.source = parts.source;
    this.#parts = parts;
    this.#mentioned = mentionedIn(parts.code);
  }

  async evaluate(scope: Scope): Promise<unknown> {
    const result = this.evaluateAtOnce(scope);
    return result === unusual ? this.evaluateInEngine(scope) : result;
  }

  evaluateAtOnce(scope: Scope): unknown {
    const { plain, names, owner } = this.#parts;
    if (owner.isClosed) throw limitErrors.closed();
    if (plain === undefined) return unusual;
    const value = evaluatePlain(plain, (name) => {
      if (!Object.hasOwn(scope, name)) return names.includes(name) ? undefined : unusual;
      return isData(scope[name]) ? scope[name] : undefined;
    });
    return value === unusual ? unusual : asResult(value);
  }

  async evaluateInEngine(scope: Scope): Promise<unknown> {
    const { owner } = this.#parts;
    const input = this.#input(scope);
    this.#guest ??= new Guest(this.#parts.code, owner.guests);
    return this.#guest.call(input);
  }

  /** The JSON that the prelude expects. Names that the source never mentions are not sent: they may be large. */
  #input(scope: Scope): string {
    const sent: Scope = Object.create(null) as Scope;
    const undefinedNames: string[] = [];
    for (const name of new Set([...Object.keys(scope), ...this.#parts.names])) {
      if (!this.#mentioned(name)) continue;
      const value = Object.hasOwn(scope, name) ? scope[name] : undefined;
      if (isData(value)) sent[name] = value;
      else undefinedNames.push(name);
    }
    const seed = this.#mentioned('random') ? Math.floor(this.#parts.owner.random() * 2 ** 32) : 0;
    const input = stringify([seed, sent, undefinedNames]);
    if (input.length > limits.inputChars) throw limitErrors.inputTooLong(input.length);
    return input;
  }
}

const isData = (value: unknown): boolean =>
  value !== undefined && typeof value !== 'function' && typeof value !== 'symbol';

/** Whether a source may read a name. Escapes, letters beyond ASCII and eval can hide names, so then it is always yes. */
function mentionedIn(code: string): (name: string) => boolean {
  const words = new Set(code.match(/[A-Za-z_$][\w$]*/g));
  // eslint-disable-next-line no-control-regex
  const isHidden = words.has('eval') || /\\u|[^\0-\x7f]/.test(code);
  return (name) => isHidden || words.has(name);
}

/** As the value would be after JSON; `unusual` when that needs a closer look. */
function asResult(value: unknown): unknown {
  if (value === undefined || value === null || typeof value === 'boolean') return value;
  // JSON knows no -0 and no NaN.
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  // 6 is the most characters that JSON makes of one.
  if (typeof value === 'string' && value.length * 6 + 2 <= limits.resultChars) return value;
  return typeof value === 'object' || typeof value === 'string' ? copyOf(value) : unusual;
}

function copyOf(value: object | string): unknown {
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch {
    return unusual; // a BigInt, a cycle: sending it to QuickJS fails the same way, with words for it
  }
  return json === undefined ? undefined : parseResult(json);
}

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) throw limitErrors.inputTooDeep();
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new ExpressionError('runtime', `the data cannot be written as JSON (${reason}); give plain data`);
  }
}
