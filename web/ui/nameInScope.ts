/** A name that an expression may use, with the words that explain it in the list of completions. */
export interface NameInScope {
  name: string;
  detail: string;
  /** Names behind a dot: `meta.traceId`. */
  members?: readonly string[];
}
