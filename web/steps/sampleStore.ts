import { create } from 'zustand';
import type { ScopeValues } from './handlerSample.ts';

interface Samples {
  /** Values that somebody wrote, by `service.handler`; each goes before those of the last message. */
  written: Readonly<Record<string, ScopeValues>>;
}

/** What expressions are tried on, where it is not the last message. It is nobody's but this page's, and no part of the Flow. */
export const useSamples = create<Samples>(() => ({ written: {} }));

/** Without values the last message serves again. */
export function writeSample(of: string, values: ScopeValues | undefined): void {
  useSamples.setState(({ written: { [of]: _before, ...others } }) => ({
    written: values === undefined ? others : { ...others, [of]: values },
  }));
}
