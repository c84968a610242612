import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { expressionSchema } from '../steps/texts.ts';
import { faultMs } from './faultMs.ts';
import { handlerFaultSettings } from './handlerFaults.ts';
import { linkFaultSettings } from './linkFaults.ts';
import { messageFaultSettings } from './messageFaults.ts';
import { processFaultSettings } from './processFaults.ts';

/** What is broken on purpose. A fault belongs to the session, never to the Flow. One kind = one entry in the settings of its sort, one file in runner and web. */

const kindSettings = {
  ...linkFaultSettings,
  ...messageFaultSettings,
  ...handlerFaultSettings,
  ...processFaultSettings,
} as const;
export type LinkFaultKind = keyof typeof linkFaultSettings;
export type MessageFaultKind = keyof typeof messageFaultSettings;
export type HandlerFaultKind = keyof typeof handlerFaultSettings;
export type ProcessFaultKind = keyof typeof processFaultSettings;
export type FaultKind = keyof typeof kindSettings;
export const linkFaultKinds = Object.keys(linkFaultSettings) as LinkFaultKind[];
export const messageFaultKinds = Object.keys(messageFaultSettings) as MessageFaultKind[];
export const handlerFaultKinds = Object.keys(handlerFaultSettings) as HandlerFaultKind[];
export const processFaultKinds = Object.keys(processFaultSettings) as ProcessFaultKind[];

/** `create` in several services is not one handler: then say `orders.create`, or add `service`. The same for listeners. */
const innerIdSchema = z.string().regex(/^([A-Za-z0-9_-]{1,40}\.)?[A-Za-z0-9_-]{1,40}$/, 'an id, or service.id');

const replica = z.number().int().min(0).max(8).optional();
/** What a fault acts on. A service stands for all its handlers, for all its listeners with a link or message fault, for itself with a process fault. */
export const faultTargetSchema = z.union([
  z.strictObject({ wire: idSchema, replica }),
  z.strictObject({ handler: innerIdSchema, service: idSchema.optional(), replica }),
  z.strictObject({ listener: innerIdSchema, service: idSchema.optional(), replica }),
  z.strictObject({ service: idSchema, replica }),
  z.strictObject({ broker: idSchema, replica }),
]);
export type FaultTarget = z.infer<typeof faultTargetSchema>;

const common = {
  id: idSchema,
  target: faultTargetSchema,
  leg: z.enum(['request', 'reply', 'both']).default('both'),
  /** Acts only on messages for which this expression over `data`, `meta` and `pattern` is truthy (message and handler faults). */
  match: expressionSchema.optional(),
  /** Share of messages (message and handler faults), connections (link faults) or turns (`flap`) that are hit, 0 to 1. */
  rate: z.number().min(0).max(1).default(1),
  /** Ends by itself after this many hits. */
  count: z.number().int().min(1).optional(),
  /** Ends by itself after this time. */
  forMs: faultMs.min(1).optional(),
  seed: z.number().int().optional(),
} as const;

export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('latency'), ...linkFaultSettings.latency }),
  z.strictObject({ ...common, kind: z.literal('bandwidth'), ...linkFaultSettings.bandwidth }),
  z.strictObject({ ...common, kind: z.literal('slow_close'), ...linkFaultSettings.slow_close }),
  z.strictObject({ ...common, kind: z.literal('timeout'), ...linkFaultSettings.timeout }),
  z.strictObject({ ...common, kind: z.literal('reset_peer'), ...linkFaultSettings.reset_peer }),
  z.strictObject({ ...common, kind: z.literal('slicer'), ...linkFaultSettings.slicer }),
  z.strictObject({ ...common, kind: z.literal('limit_data'), ...linkFaultSettings.limit_data }),
  z.strictObject({ ...common, kind: z.literal('corrupt'), ...linkFaultSettings.corrupt }),
  z.strictObject({ ...common, kind: z.literal('down'), ...linkFaultSettings.down }),
  z.strictObject({ ...common, kind: z.literal('drop'), ...messageFaultSettings.drop }),
  z.strictObject({ ...common, kind: z.literal('delay_message'), ...messageFaultSettings.delay_message }),
  z.strictObject({ ...common, kind: z.literal('duplicate_message'), ...messageFaultSettings.duplicate_message }),
  z.strictObject({ ...common, kind: z.literal('reorder'), ...messageFaultSettings.reorder }),
  z.strictObject({ ...common, kind: z.literal('hold'), ...messageFaultSettings.hold }),
  z.strictObject({ ...common, kind: z.literal('wrong_pattern'), ...messageFaultSettings.wrong_pattern }),
  z.strictObject({ ...common, kind: z.literal('throw_rpc'), ...handlerFaultSettings.throw_rpc }),
  z.strictObject({ ...common, kind: z.literal('throw_error'), ...handlerFaultSettings.throw_error }),
  z.strictObject({ ...common, kind: z.literal('never_reply'), ...handlerFaultSettings.never_reply }),
  z.strictObject({ ...common, kind: z.literal('slow'), ...handlerFaultSettings.slow }),
  z.strictObject({ ...common, kind: z.literal('slow_reply'), ...handlerFaultSettings.slow_reply }),
  z.strictObject({ ...common, kind: z.literal('lose_reply'), ...handlerFaultSettings.lose_reply }),
  z.strictObject({ ...common, kind: z.literal('wrong_payload'), ...handlerFaultSettings.wrong_payload }),
  z.strictObject({ ...common, kind: z.literal('duplicate_reply'), ...handlerFaultSettings.duplicate_reply }),
  z.strictObject({ ...common, kind: z.literal('run_twice'), ...handlerFaultSettings.run_twice }),
  z.strictObject({ ...common, kind: z.literal('block_event_loop'), ...handlerFaultSettings.block_event_loop }),
  z.strictObject({ ...common, kind: z.literal('out_of_memory'), ...handlerFaultSettings.out_of_memory }),
  z.strictObject({ ...common, kind: z.literal('kill'), ...processFaultSettings.kill }),
  z.strictObject({ ...common, kind: z.literal('stop'), ...processFaultSettings.stop }),
  z.strictObject({ ...common, kind: z.literal('pause'), ...processFaultSettings.pause }),
  z.strictObject({ ...common, kind: z.literal('flap'), ...processFaultSettings.flap }),
]);
export type Fault = z.infer<typeof faultSchema>;
export type FaultOf<K extends FaultKind> = Extract<Fault, { kind: K }>;
export type LinkFault = FaultOf<LinkFaultKind>;
export type MessageFault = FaultOf<MessageFaultKind>;
export type HandlerFault = FaultOf<HandlerFaultKind>;
export type ProcessFault = FaultOf<ProcessFaultKind>;

export function isLinkFault(fault: Fault): fault is LinkFault {
  return Object.hasOwn(linkFaultSettings, fault.kind);
}

export function isMessageFault(fault: Fault): fault is MessageFault {
  return Object.hasOwn(messageFaultSettings, fault.kind);
}

export function isHandlerFault(fault: Fault): fault is HandlerFault {
  return Object.hasOwn(handlerFaultSettings, fault.kind);
}

export function isProcessFault(fault: Fault): fault is ProcessFault {
  return Object.hasOwn(processFaultSettings, fault.kind);
}
