/**
 * Users' expressions. One sandbox per live service replica; compile once, evaluate per message.
 *
 *   source ─▶ plain? ── yes ─▶ computed here, without an engine (evaluatePlain.ts)
 *                └───── no ──▶ QuickJS, an instance of its own (guest.ts), when it is first needed
 *
 * Only data goes in and comes out, as JSON: nothing of the host is ever reachable, and what comes out is a copy.
 */
import { limitErrors } from './limitErrors.ts';
import { limits } from './limits.ts';
import { CompiledExpression } from './compiledExpression.ts';
import type { Expression, Owner } from './compiledExpression.ts';
import { parsePlain } from './parsePlain.ts';
import { checkSize } from './syntax.ts';
import { findMistake } from './syntaxChecker.ts';
import { parseTemplate } from './template.ts';

export interface CompileOptions {
  /** Names that exist here even when a call's scope has no value for them: they are then undefined, not an error. */
  names?: readonly string[] | undefined;
}

export interface Sandbox {
  /**
   * One JavaScript expression, in strict mode, over the names of the scope and `random()`.
   * @throws ExpressionError `syntax`
   */
  compile(source: string, options?: CompileOptions): Expression;
  /**
   * A text with `${expression}` parts; without any it is the text itself. Gives a string.
   * @throws ExpressionError `syntax`
   */
  template(text: string, options?: CompileOptions): Expression;
  /** Lets all instances go; what is evaluated afterwards is refused. */
  dispose(): void;
}

/** @param options.random the replica's seeded random numbers; one is drawn per call that may use `random()` */
export function createSandbox(options: { random: () => number }): Sandbox {
  const owner: Owner = { random: options.random, guests: new Set(), isClosed: false };

  return {
    compile(source, { names = [] } = {}) {
      const mistake = checkSize(source);
      if (mistake !== undefined) throw mistake;
      const plain = parsePlain(source);
      const unparsed = plain === undefined ? findMistake(source) : undefined;
      if (unparsed !== undefined) throw unparsed;
      return new CompiledExpression({ source, code: source, plain, names, owner });
    },

    template(text, { names = [] } = {}) {
      if (text.length > limits.sourceChars) throw limitErrors.sourceTooLong();
      const { source: code, plain } = parseTemplate(text);
      return new CompiledExpression({ source: text, code, plain, names, owner });
    },

    dispose() {
      owner.isClosed = true;
      for (const guest of owner.guests) guest.drop();
    },
  };
}
