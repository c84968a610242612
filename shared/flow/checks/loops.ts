import type { Problem } from '../../problem.ts';
import { isCold, type Step } from '../../steps/step.ts';
import type { Flow } from '../flow.ts';
import { own, reachableHandlers } from '../lookup.ts';
import { patternRoute } from '../pattern.ts';
import { triggerText } from './services.ts';
import { warning } from './finding.ts';

interface Call {
  /** Path of the step. */
  at: string;
  /** Handlers it reaches, as `service.handler`. */
  to: string[];
}

/**
 * Loops without an end: handlers that call each other in a circle in which every call always happens.
 * A call inside `when` or `catch` may end the circle, so it is left out.
 */
export function checkLoops(flow: Flow): Problem[] {
  const calls = new Map<string, Call[]>();
  for (const [serviceId, service] of Object.entries(flow.services)) {
    for (const [handlerId, handler] of Object.entries(service.handlers)) {
      const root = `services.${serviceId}.handlers.${handlerId}.steps`;
      calls.set(`${serviceId}.${handlerId}`, certainCalls(flow, { steps: handler.steps, root, serviceId }));
    }
  }
  return [...circles(calls)].map(([at, handler]) => {
    const [service = '', id = ''] = handler.split('.');
    const on = own(own(flow.services, service)?.handlers ?? {}, id)?.on;
    const text = on === undefined ? handler : triggerText(on);
    const message = `This call leads back to ${text} every time: a message here never ends. Put it inside a "when", or take it out.`;
    return warning('endlessLoop', message, at);
  });
}

function certainCalls(
  flow: Flow,
  { steps, root, serviceId }: { steps: readonly Step[]; root: string; serviceId: string },
): Call[] {
  return steps.flatMap((step, index): Call[] => {
    const at = `${root}.${index}`;
    if (step.do === 'attempt') {
      const tried = certainCalls(flow, { steps: step.steps, root: `${at}.steps`, serviceId });
      return [...tried, ...certainCalls(flow, { steps: step.finally ?? [], root: `${at}.finally`, serviceId })];
    }
    if (step.do === 'parallel') {
      return step.branches.flatMap((branch, at2) =>
        certainCalls(flow, { steps: branch, root: `${at}.branches.${at2}`, serviceId }),
      );
    }
    if ((step.do !== 'send' && step.do !== 'emit') || isCold(step)) return [];
    const wire = own(flow.wires, step.wire);
    if (wire === undefined || wire.from !== serviceId) return [];
    const route = patternRoute(step.pattern);
    const to = reachableHandlers(flow, wire.to)
      .filter(({ on }) => !('http' in on) && patternRoute('message' in on ? on.message : on.event) === route)
      .map(({ service, handler }) => `${service}.${handler}`);
    return [{ at, to }];
  });
}

/** Depth-first search without recursion; gives the step that closes each circle and the handler it leads back to. */
function circles(calls: ReadonlyMap<string, readonly Call[]>): Map<string, string> {
  const found = new Map<string, string>();
  const done = new Set<string>();
  for (const start of calls.keys()) {
    const path: { handler: string; open: { at: string; to: string }[] }[] = [];
    const onPath = new Set<string>();
    const enter = (handler: string): void => {
      onPath.add(handler);
      path.push({
        handler,
        open: (calls.get(handler) ?? []).flatMap(({ at, to }) => to.map((next) => ({ at, to: next }))),
      });
    };
    if (!done.has(start)) enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.open.pop();
      if (next === undefined) {
        done.add(top.handler);
        onPath.delete(top.handler);
        path.pop();
      } else if (onPath.has(next.to)) found.set(next.at, next.to);
      else if (!done.has(next.to)) enter(next.to);
    }
  }
  return found;
}
