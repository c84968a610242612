import type { Edit } from '#shared/flow/edits.ts';
import type { Flow, Handler } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { patternText, type Pattern } from '#shared/flow/pattern.ts';
import { walkSteps, type Step } from '#shared/steps/step.ts';
import { freeName, namesOfSteps, payloadOf } from '../../steps/names.ts';
import { answered } from '../../steps/wires.ts';

/** A wire that was just drawn carries nothing until a handler asks something over it. */

export interface FirstUse {
  handler: string;
  /** `Ask { cmd: 'sum' } in GET /hello` */
  words: string;
  edits: Edit[];
}

/** Whether a step of the wire's owner sends or emits over it. */
export function isUsed(flow: Flow, wire: string): boolean {
  const owner = own(flow.services, own(flow.wires, wire)?.from ?? '');
  let isFound = false;
  for (const { steps } of Object.values(owner?.handlers ?? {}))
    walkSteps(steps, '', (step) => {
      isFound ||= (step.do === 'send' || step.do === 'emit') && step.wire === wire;
    });
  return isFound;
}

const most = 3;

/** What could be asked over a wire at one click: the first thing that is answered behind it, in each handler of its owner. Pure. */
export function firstUses(flow: Flow, wire: string): FirstUse[] {
  const service = own(flow.wires, wire)?.from ?? '';
  const owner = own(flow.services, service);
  const asked = answered(flow, wire, 'request').find(isPlain);
  const told = answered(flow, wire, 'event').find(isPlain);
  if (owner === undefined) return [];
  return Object.entries(owner.handlers)
    .flatMap(([id, handler]): FirstUse[] => {
      const isEvent = asked === undefined || 'event' in handler.on;
      const pattern = isEvent ? told : asked;
      if (pattern === undefined) return [];
      const steps = isEvent ? emitted(handler, { wire, pattern }) : sent(handler, { wire, pattern });
      const words = `${isEvent ? 'Emit' : 'Ask'} ${patternText(pattern)} in ${routeText(handler.on)}`;
      return [{ handler: id, words, edits: [{ edit: 'putHandler', service, id, handler: { ...handler, steps } }] }];
    })
    .slice(0, most);
}

/** A pattern with wildcards is listened to, and cannot be sent. */
const isPlain = (pattern: Pattern): boolean => typeof pattern !== 'string' || !/[*>#+]/.test(pattern);

function routeText(on: Handler['on']): string {
  return 'http' in on ? on.http : patternText('message' in on ? on.message : on.event);
}

interface Call {
  wire: string;
  pattern: Pattern;
}

/** Before the reply; a handler that only replies passes the answer on instead. */
function sent({ on, steps }: Handler, { wire, pattern }: Call): Step[] {
  const as = freeName('answer', namesOfSteps(steps));
  const call: Step = { do: 'send', wire, pattern, data: payloadOf(on), as };
  const [only, ...others] = steps;
  if (only?.do === 'reply' && others.length === 0) return [call, { ...only, value: as }];
  return beforeReply(steps, call);
}

const emitted = ({ on, steps }: Handler, { wire, pattern }: Call): Step[] =>
  beforeReply(steps, { do: 'emit', wire, pattern, data: payloadOf(on) });

function beforeReply(steps: readonly Step[], step: Step): Step[] {
  const at = steps.findIndex((one) => one.do === 'reply');
  return at < 0 ? [...steps, step] : steps.toSpliced(at, 0, step);
}
