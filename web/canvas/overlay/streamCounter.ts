/** Above this many messages per second on one line a person sees a stream, not dots. */
export const readablePerSecond = 30;
const windowUs = 1_000_000;

/** Counts messages per line over the last second of event time. */
export class StreamCounter {
  readonly #counts = new Map<string, { windowStartUs: number; current: number; before: number }>();

  count(line: string, atUs: number): void {
    const entry = this.#entry(line, atUs);
    entry.current += 1;
  }

  /** Of the busiest line. */
  most(atUs: number): number {
    let most = 0;
    for (const line of this.#counts.keys()) most = Math.max(most, this.perSecond(line, atUs));
    return most;
  }

  perSecond(line: string, atUs: number): number {
    if (!this.#counts.has(line)) return 0;
    const { current, before } = this.#entry(line, atUs);
    return Math.max(current, before);
  }

  /** The lines that are streams now, with their rates. */
  streams(atUs: number): { line: string; perSecond: number }[] {
    return [...this.#counts.keys()].flatMap((line) => {
      const perSecond = this.perSecond(line, atUs);
      return perSecond > readablePerSecond ? [{ line, perSecond }] : [];
    });
  }

  #entry(line: string, atUs: number): { windowStartUs: number; current: number; before: number } {
    const entry = this.#counts.get(line) ?? { windowStartUs: atUs, current: 0, before: 0 };
    const passed = atUs - entry.windowStartUs;
    if (passed >= windowUs) {
      entry.before = passed < 2 * windowUs ? entry.current : 0;
      entry.current = 0;
      entry.windowStartUs = atUs;
    }
    this.#counts.set(line, entry);
    return entry;
  }
}
