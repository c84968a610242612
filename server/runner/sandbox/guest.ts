/**
 * One compiled expression inside its own QuickJS instance. The instance is started at the first call, kept for the next
 * ones, and let go when it may be broken or has grown; the next call then starts a fresh one.
 *
 *   call(scope) ── JSON ──▶ prelude ── with (scope) { (source) } ──▶ JSON ──▶ value
 */
import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten';
import { startEngine } from './engine.ts';
import type { Engine } from './engine.ts';
import { readAnswer } from './answer.ts';
import { ExpressionError } from './expressionError.ts';
import { limitErrors } from './limitErrors.ts';
import { limits } from './limits.ts';
import { livePool } from './livePool.ts';
import { prelude } from './prelude.ts';
import { checkSyntax, sourceName } from './syntax.ts';

/** A call that took this long may have filled its memory, which only a fresh instance gives back. */
const slowMs = 10;

interface Loaded {
  engine: Engine;
  run: QuickJSHandle;
  make: QuickJSHandle;
}

export class Guest {
  readonly #source: string;
  readonly #alive: Set<Guest>;
  #loading: Promise<Loaded> | undefined;

  /** @param alive where the guest is listed while it holds an instance */
  constructor(source: string, alive: Set<Guest>) {
    this.#source = source;
    this.#alive = alive;
  }

  /** @param input the JSON that the prelude expects: [seed, scope, names that are undefined] */
  async call(input: string): Promise<unknown> {
    const loading = (this.#loading ??= load(this.#source));
    this.#alive.add(this);
    livePool.use(this);
    try {
      return this.#run(await loading, input);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw this.#broken(error);
      if (error.kind === 'memory' || error.kind === 'deadline' || error.kind === 'syntax') this.drop();
      throw error;
    }
  }

  /** Lets the instance go. The garbage collector takes it; a later call starts another. */
  drop(): void {
    this.#loading = undefined;
    this.#alive.delete(this);
    livePool.forget(this);
  }

  #run({ engine, run, make }: Loaded, input: string): unknown {
    const { context } = engine;
    const startedAt = performance.now();
    engine.allow(limits.deadlineMs);
    const argument = context.newString(input);
    const result = context.callFunction(run, context.undefined, make, argument);
    argument.dispose();
    if (result.error !== undefined) throw stopped(context, result.error);
    const answer = context.getString(result.value);
    result.value.dispose();
    const bloated = engine.isBloated();
    if (bloated || performance.now() - startedAt > slowMs) this.drop();
    return readAnswer(answer, bloated);
  }

  /** The host's own stack overflowed, or WebAssembly trapped: the state of the instance is unknown. */
  #broken(error: unknown): ExpressionError {
    this.drop();
    return error instanceof RangeError && error.message.includes('stack') ? limitErrors.stack() : limitErrors.memory();
  }
}

async function load(source: string): Promise<Loaded> {
  const engine = await startEngine();
  const { context } = engine;
  const run = context.unwrapResult(context.evalCode(prelude, 'prelude'));
  const mistake = checkSyntax(context, source);
  if (mistake !== undefined) throw mistake;
  // `with` makes every name of the scope a variable, whatever it is called and whichever names come with this call.
  // It must stand outside of the strict function; `this` keeps our own names out of the user's sight.
  const code = `(function(){with(this)return function(){"use strict";return(\n${source}\n)}})`;
  return { engine, run, make: context.unwrapResult(context.evalCode(code, sourceName)) };
}

/** Only what JavaScript cannot catch gets here: our deadline, or no memory left to even say so. */
function stopped(context: QuickJSContext, error: QuickJSHandle): ExpressionError {
  const isObject = context.typeof(error) === 'object';
  const message = isObject ? context.getProp(error, 'message').consume((text) => context.getString(text)) : '';
  error.dispose();
  return message === 'interrupted' ? limitErrors.deadline() : limitErrors.memory();
}
