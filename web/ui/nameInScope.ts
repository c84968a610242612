import type { Json } from '#shared/json.ts';

/** A name that an expression may use, with the words that explain it in the list of completions. */
export interface NameInScope {
  name: string;
  detail: string;
  /** Names behind a dot: `meta.traceId`. */
  members?: readonly string[];
  /** What it was lately: its properties are completed, and an expression can be tried on it. */
  value?: Json | undefined;
  /** It exists but nothing gives it a value there: the result of a later step. */
  isEmpty?: boolean;
}
