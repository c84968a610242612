import { LatestMap } from './latestMap.ts';

/** So many are remembered, of at most so many characters: nearly all messages come by a few short ones. */
const remembered = 500;
const maxLength = 500;

/** What was worked out for the latest short texts, such as the addresses of messages. A stranger cannot make it grow. */
export class TextMemo<T> {
  readonly #known = new LatestMap<T>(remembered);

  get(text: string): T | undefined {
    return this.#known.get(text);
  }

  /** A long text is worked out anew each time. */
  set(text: string, value: T): void {
    if (text.length <= maxLength) this.#known.set(text, value);
  }
}
