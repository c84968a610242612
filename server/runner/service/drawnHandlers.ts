import type { Handler } from '#shared/flow/flow.ts';
import { patternRoute } from '#shared/flow/pattern.ts';
import { problem, type Problem } from '#shared/problem.ts';
import type { DrawnHandler } from '../trace/addresses.ts';
import { splitRoute } from './controller.ts';

/** Which handler Nest gives a message to, by `patternRoute`: of two message handlers the last, of two event handlers both. */
export function drawnHandlers(handlers: Readonly<Record<string, Handler>>): Map<string, DrawnHandler> {
  const found = new Map<string, DrawnHandler>();
  for (const [id, { on }] of Object.entries(handlers)) {
    if ('http' in on) continue;
    const pattern = 'message' in on ? on.message : on.event;
    const route = patternRoute(pattern);
    if ('message' in on || !found.has(route)) found.set(route, { id, pattern });
  }
  return found;
}

/** The handlers without those whose path Express cannot read: one such route would keep the whole service down. */
export async function usableHandlers(
  handlers: Readonly<Record<string, Handler>>,
  at: string,
): Promise<{ handlers: Record<string, Handler>; problems: Problem[] }> {
  if (!Object.values(handlers).some(({ on }) => 'http' in on)) return { handlers: { ...handlers }, problems: [] };
  const { ExpressAdapter } = await import('@nestjs/platform-express');
  const express = new ExpressAdapter();
  const problems: Problem[] = [];
  const usable = Object.entries(handlers).filter(([id, { on }]) => {
    if (!('http' in on)) return true;
    try {
      express.normalizePath(splitRoute(on.http)[1]);
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.push(
        problem('badInput', `Express cannot read this route: ${reason}. Correct it.`, `${at}.${id}.on.http`),
      );
      return false;
    }
  });
  return { handlers: Object.fromEntries(usable), problems };
}
