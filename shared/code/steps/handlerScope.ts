import type { Step } from '../../steps/step.ts';
import { innerSteps, walkSteps } from '../../steps/step.ts';
import type { Kind, Names } from '../script/kinds.ts';
import { isInterface, isPlainList, learn, newShape, shapeAt, typeText, type Shape } from '../script/shape.ts';
import { namesIn, parsedText, textsOf } from './texts.ts';

/** What expressions of a handler may name besides results, and what TypeScript knows of it. */
const given: Readonly<Record<string, Kind>> = { state: 'any', id: 'string', error: 'any', index: 'number' };
const metaFields: Readonly<Record<string, Kind>> = {
  traceId: 'string',
  correlationId: 'string',
  pattern: 'any',
  attempt: 'number',
  replica: 'number',
};

/** The names of one handler: what they are and where they are declared. */
export class HandlerScope implements Names {
  /** `data`, or what an HTTP request consists of. */
  readonly inputs: readonly string[];
  /** Results that steps give a name to. */
  readonly results: ReadonlySet<string>;
  /** Declared where they are given, by the list of steps; all the others before the first step. */
  readonly #consts = new Map<string, readonly Step[]>();
  readonly #shapes = new Map<string, Shape>();
  readonly #mentioned = new Set<string>();

  /** Inputs that have a type of their own in the shared library. */
  readonly #typed: ReadonlySet<string>;

  /** @param typed what is known of inputs from all handlers of their pattern */
  constructor(steps: readonly Step[], inputs: readonly string[], typed: ReadonlyMap<string, Shape> = new Map()) {
    this.inputs = inputs;
    this.#typed = new Set([...typed].filter(([, shape]) => isInterface(shape)).map(([name]) => name));
    const results = new Set<string>();
    walkSteps(steps, '', (step) => {
      if ('as' in step && step.as !== undefined) results.add(step.as);
    });
    this.results = results;
    for (const name of [...inputs, ...results]) this.#shapes.set(name, typed.get(name) ?? newShape());
    walkSteps(steps, '', (step) => {
      for (const text of textsOf(step)) {
        for (const name of namesIn(text)) this.#mentioned.add(name);
        for (const { expr } of parsedText(text) ?? []) learn(expr, this.#shapes, text.isCondition);
      }
    });
    for (const name of results) this.#place(name, steps);
  }

  mentions(name: string): boolean {
    return this.#mentioned.has(name);
  }

  shapeOf(name: string): Shape {
    return this.#shapes.get(name) ?? newShape();
  }

  /** Whether a result is declared right where this list of steps gives it. */
  isConst(name: string, list: readonly Step[]): boolean {
    return this.#consts.get(name) === list;
  }

  /** Results that must be declared before the first step. */
  get declaredFirst(): string[] {
    return [...this.results].filter((name) => !this.#consts.has(name));
  }

  /** Its type in TypeScript; `any` for what is declared before it has a value. */
  typeOf(name: string): string {
    if (this.results.has(name) && !this.#consts.has(name)) return 'any';
    return typeText(this.shapeOf(name));
  }

  kindOf([name = '', ...path]: readonly string[]): Kind | undefined {
    if (name === 'meta') {
      const [field] = path;
      return field === undefined ? 'other' : path.length === 1 ? metaFields[field] : undefined;
    }
    if (Object.hasOwn(given, name)) return path.length === 0 || given[name] === 'any' ? given[name] : undefined;
    const shape = this.#shapes.get(name);
    if (shape === undefined) return undefined;
    if (this.#typed.has(name) && path.length === 0) return 'other';
    return this.typeOf(name) === 'any' ? 'any' : kindAt(shape, path);
  }

  /** A result that one step gives, and that nothing mentions outside of the steps after it, is a `const`. */
  #place(name: string, steps: readonly Step[]): void {
    let gives = 0;
    let home: readonly Step[] | undefined;
    const look = (list: readonly Step[]): void => {
      list.forEach((step) => {
        if ('as' in step && step.as === name) {
          gives += 1;
          home = list;
        }
        for (const inner of innerSteps(step)) look(inner.steps);
      });
    };
    look(steps);
    if (gives !== 1 || home === undefined) return;
    const after = home.slice(home.findIndex((step) => 'as' in step && step.as === name) + 1);
    const isMentionedInside = mentionsIn(after, name);
    if (mentionsIn(steps, name) === isMentionedInside) this.#consts.set(name, home);
  }
}

/** How many texts of these steps, inner ones too, mention a name. */
function mentionsIn(steps: readonly Step[], name: string): number {
  let count = 0;
  walkSteps(steps, '', (step) => {
    count += textsOf(step).filter((text) => namesIn(text).has(name)).length;
  });
  return count;
}

function kindAt(shape: Shape, path: readonly string[]): Kind | undefined {
  for (let length = 0; length <= path.length; length += 1) {
    const found = shapeAt(shape, path.slice(0, length));
    if (found === undefined || typeText(found) === 'any') return 'any';
    // What a list has, `memberKind` knows.
    if (isPlainList(found)) return length === path.length ? 'list' : undefined;
  }
  return 'other';
}
