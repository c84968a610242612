import { useEffect, useState } from 'react';
import type { TrialResult } from '#shared/ipc.ts';
import type { Json } from '#shared/json.ts';
import type { Answer } from '#shared/protocol.ts';
import { command } from '../connection/connection.ts';
import type { NameInScope } from '../ui/nameInScope.ts';

/** Long enough to type the next letter. */
const pauseMs = 250;
/** A scope of more characters is not sent with every letter. */
const mostChars = 300_000;

export type Tried = Answer<TrialResult> | { ok: 'unknown'; name: string } | { ok: 'tooLarge' };

interface TrialText {
  text: string;
  names: readonly NameInScope[];
  syntax: 'expression' | 'template';
}

/** What the text gives on the present values, a moment after it was typed; undefined while there is nothing to say. */
export function useTrial({ text, names, syntax }: TrialText): Tried | undefined {
  const [tried, setTried] = useState<Tried>();
  // A string, so that the same values, computed anew, try nothing anew.
  const asked = text.trim() === '' ? '' : JSON.stringify({ expression: text, syntax, ...scopeOf(text, names) });
  useEffect(() => {
    let isCurrent = true;
    const take = (result: Tried | undefined): void => {
      if (isCurrent) setTried(result);
    };
    const timer = setTimeout(() => {
      if (asked === '') return take(undefined);
      if (asked.length > mostChars) return take({ ok: 'tooLarge' });
      const { unknown, ...trial } = JSON.parse(asked) as Parameters<typeof command<'tryExpression'>>[1] & {
        unknown: string | undefined;
      };
      if (unknown !== undefined) return take({ ok: 'unknown', name: unknown });
      void command('tryExpression', trial).then(take);
    }, pauseMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [asked]);
  return tried;
}

/** The values of the names that the text mentions; `unknown` is the first of them that should have one but has not. */
function scopeOf(
  text: string,
  names: readonly NameInScope[],
): { scope: Record<string, Json>; names: string[]; unknown: string | undefined } {
  const words = new Set(text.match(/[A-Za-z_$][\w$]*/g));
  const mentioned = names.filter(({ name }) => words.has(name) && name !== 'random');
  const scope: Record<string, Json> = {};
  for (const { name, value } of mentioned) if (value !== undefined) scope[name] = value;
  const empty = mentioned.filter(({ isEmpty }) => isEmpty === true).map(({ name }) => name);
  const unknown = mentioned.find(({ name, isEmpty }) => isEmpty !== true && !Object.hasOwn(scope, name))?.name;
  return { scope, names: empty.filter((name) => !Object.hasOwn(scope, name)), unknown };
}
