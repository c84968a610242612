import type { Problem } from '../../problem.ts';
import { isCold, walkSteps, type Step, type StepOf } from '../../steps/step.ts';
import type { Flow } from '../flow.ts';
import { directListener, own, reachableHandlers, wireEnd } from '../lookup.ts';
import { patternRoute, patternText } from '../pattern.ts';
import { error, warning } from './finding.ts';

const coldMessage =
  'Nobody subscribes to this send, so nothing is sent: send of NestJS is cold. Let it wait for the answer, or take it out.';

type Outgoing = StepOf<'send'> | StepOf<'emit'>;

/** Steps that ask a wire which is not there or does not start here, a pattern that nobody answers, or the wrong kind of handler. */
export function checkSteps(flow: Flow): Problem[] {
  const found: Problem[] = [];
  for (const [serviceId, service] of Object.entries(flow.services)) {
    for (const [handlerId, handler] of Object.entries(service.handlers)) {
      const root = `services.${serviceId}.handlers.${handlerId}.steps`;
      found.push(...checkDeadCode(handler.steps, root));
      walkSteps(handler.steps, root, (step, at) => {
        if (step.do === 'send' || step.do === 'emit') found.push(...checkOutgoing(flow, { step, at, serviceId }));
        if (isCold(step)) found.push(warning('noEffect', coldMessage, `${at}.subscribe`));
      });
    }
  }
  return found;
}

function checkOutgoing(
  flow: Flow,
  { step, at, serviceId }: { step: Outgoing; at: string; serviceId: string },
): Problem[] {
  const wire = own(flow.wires, step.wire);
  if (wire === undefined || wire.from !== serviceId) {
    const why = wire === undefined ? 'does not exist' : `starts at "${wire.from}"`;
    const message = `This step asks wire "${step.wire}", which ${why}. Choose a wire of this service, or draw one.`;
    return [error('danglingWire', message, `${at}.wire`)];
  }
  const end = wireEnd(flow, wire.to);
  if (end === undefined || end.kind === 'external') return [];
  const isGrpc = end.kind === 'service' && directListener(end.service)?.transport === 'grpc';
  if (isGrpc && step.do === 'emit') {
    const message = `gRPC has no events: an emit over wire "${wire.name}" fails. Send it instead, or give "${end.service.name}" a tcp listener in front of grpc.`;
    return [warning('wrongKind', message, `${at}.wire`)];
  }
  const route = patternRoute(step.pattern);
  const matching = reachableHandlers(flow, wire.to).filter(({ on }) => !('http' in on) && routeOf(on) === route);
  const text = patternText(step.pattern);
  if (matching.length === 0) {
    const message = `Nobody behind wire "${wire.name}" answers ${text}. Add a handler for it, or correct the pattern.`;
    return [warning('unknownPattern', message, `${at}.pattern`)];
  }
  const wanted = step.do === 'send' ? 'message' : 'event';
  if (matching.some(({ on }) => wanted in on)) return [];
  const message =
    step.do === 'send' && isGrpc
      ? `${text} is answered by an event handler only, and gRPC has no events: a send fails (UNIMPLEMENTED). Make it a message handler.`
      : step.do === 'send'
        ? `${text} is answered by an event handler only: a send to it runs it, but gets no value (EmptyError). Emit it, or make it a message handler.`
        : `${text} is answered by a message handler: an emit runs it, but its reply goes nowhere. Send it, or make it an event handler.`;
  return [warning('wrongKind', message, `${at}.pattern`)];
}

function routeOf(on: { message: unknown } | { event: unknown }): string {
  const pattern = 'message' in on ? on.message : on.event;
  return patternRoute(pattern as Parameters<typeof patternRoute>[0]);
}

function checkDeadCode(steps: readonly Step[], path: string): Problem[] {
  const end = steps.findIndex(({ do: kind }) => kind === 'reply' || kind === 'stream' || kind === 'throw');
  if (end < 0 || end === steps.length - 1) return [];
  const message = `The steps after this ${steps[end]?.do ?? 'step'} never run, since it ends the handler. Move or remove them.`;
  return [warning('deadCode', message, `${path}.${end}`)];
}
