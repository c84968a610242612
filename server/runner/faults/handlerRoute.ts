import type { ResolvedTarget } from '#shared/faults/resolveTarget.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { patternRoute } from '#shared/flow/pattern.ts';
import type { HopContext } from '../trace/context.ts';

/** What a handler that a fault is on answers, as `patternRoute`; undefined for every other target, and for HTTP. */
export function handlerRoute(flow: Flow, target: ResolvedTarget): string | undefined {
  const on = target.on === 'handler' ? flow.services[target.service]?.handlers[target.handler]?.on : undefined;
  if (on === undefined || 'http' in on) return undefined;
  return patternRoute('message' in on ? on.message : on.event);
}

/** Whether a fault with such a route means this message. Without one it means all. */
export function isOfRoute(route: string | undefined, hop: HopContext | undefined): boolean {
  return route === undefined || hop === undefined || route === patternRoute(hop.pattern);
}
