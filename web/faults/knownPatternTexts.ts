import type { Flow } from '#shared/flow/flow.ts';
import { patternText } from '#shared/flow/pattern.ts';

/** Every pattern that somebody in the flow answers. */
export function knownPatternTexts(flow: Flow): string[] {
  const texts = Object.values(flow.services).flatMap(({ handlers }) =>
    Object.values(handlers).flatMap(({ on }) =>
      'http' in on ? [] : [patternText('message' in on ? on.message : on.event)],
    ),
  );
  return [...new Set(texts)];
}
