import type { Flow } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { patternRoute, patternText, type Pattern } from '#shared/flow/pattern.ts';
import { walkSteps } from '#shared/steps/step.ts';

/** What is done on each transport alike: a driver's request, or a message as some service sends it. */
export type Scenario = { id: string; label: string } & (
  { driver: string } | { from: string; pattern: Pattern; kind: 'request' | 'event' }
);

/** Everything in a flow that sets something going: drivers first, then what its services send. */
export function scenariosOf(flow: Flow): Scenario[] {
  const drivers = Object.entries(flow.drivers).map(([id, { name, request }]) => ({
    id: `driver ${id}`,
    label: `${name}: ${request}`,
    driver: id,
  }));
  return [...drivers, ...messagesOf(flow)];
}

function messagesOf(flow: Flow): Scenario[] {
  const found = new Map<string, Scenario>();
  for (const [from, { name, handlers }] of Object.entries(flow.services)) {
    for (const { steps } of Object.values(handlers)) {
      walkSteps(steps, '', (step) => {
        if (step.do !== 'send' && step.do !== 'emit') return;
        if (own(flow.externals, own(flow.wires, step.wire)?.to ?? '') !== undefined) return;
        const id = `${from} ${step.do} ${patternRoute(step.pattern)}`;
        const kind = step.do === 'send' ? 'request' : 'event';
        found.set(id, {
          id,
          label: `${name} ${step.do}s ${patternText(step.pattern)}`,
          from,
          pattern: step.pattern,
          kind,
        });
      });
    }
  }
  return [...found.values()];
}

/** The wire that carries such a message in this flow; after a switch it may be another one. */
export function wireFor(flow: Flow, { from, pattern, kind }: Extract<Scenario, { from: string }>): string | undefined {
  const route = patternRoute(pattern);
  const wires: string[] = [];
  for (const { steps } of Object.values(own(flow.services, from)?.handlers ?? {})) {
    walkSteps(steps, '', (step) => {
      const isIt = (step.do === 'send' && kind === 'request') || (step.do === 'emit' && kind === 'event');
      if (isIt && patternRoute(step.pattern) === route) wires.push(step.wire);
    });
  }
  return wires[0];
}
