import { z } from 'zod';
import type { BrokerContents } from './brokerContents.ts';
import type { MessageBytes } from './bytes/messageBytes.ts';
import type { DeadLetter, DeadLetterCounts } from './deadLetter.ts';
import { editSchema, type Edit } from './flow/edits.ts';
import type { Flow } from './flow/flow.ts';
import type { Sketch } from './flow/sketch.ts';
import { patternSchema } from './flow/pattern.ts';
import { faultSchema, type Fault } from './faults/fault.ts';
import { monkeySettingsSchema, type MonkeyView } from './faults/monkey.ts';
import type { FaultProgress } from './faults/progress.ts';
import { heldActFields, heldActOnAllSchema, heldIdSchema, type HeldContent, type HeldMessage } from './held.ts';
import { idSchema } from './ids.ts';
import { trialSchema, type DriveResult, type SendResult, type TrialResult } from './ipc.ts';
import { jsonSchema, type Json } from './json.ts';
import type { MetricsAnswer } from './metrics/metrics.ts';
import type { Here, MovedPointers, People, Pointer } from './people.ts';
import type { Problem } from './problem.ts';
import type { Recording } from './recording/recording.ts';
import type { RecordingView } from './recording/recordingView.ts';
import type { SessionStatus } from './status.ts';
import type { TraceEvent } from './trace.ts';
import { wholeNumber } from './wholeNumber.ts';

/** One set of commands for three doors: Socket.IO, REST, and NestJS message patterns on CONTROL_PORT. */

/** The id of a session, which is the secret of its edit link; commands that only look take the one of the read-only link as well. */
const session = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'a session id is 1 to 64 letters, digits, "_" or "-"');
const linkKind = z.enum(['edit', 'view']);
const traceId = z.string().regex(/^[0-9a-f]{32}$/, 'a trace id is 32 hex digits');
const revision = wholeNumber(0);

/** No half of a surrogate pair and no NUL: neither would come back from a database as it went in. */
const changeName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'the name of a change is whole characters, without control characters');

const letter = z.string().regex(/^[0-9a-f]{16}$/, 'a dead letter is named by 16 hex digits');

export const commandSchemas = {
  /** `seed`: what everything random is drawn from while it lives this time; drawn by the server when left out. */
  openSession: z.strictObject({
    flow: z.unknown().optional(),
    example: z.string().optional(),
    seed: z.string().min(1).max(64).optional(),
  }),
  readSession: z.strictObject({ session }),
  closeSession: z.strictObject({ session }),
  /** `revision` is the one the edits were made on; an older one is merged, a newer one refused. */
  edit: z.strictObject({
    session,
    revision: z.number().int().min(0),
    edits: z.array(editSchema).min(1, 'send at least one edit').max(5000),
    /** A name of the client's choice, unique in the session: a list that is sent twice under one name is applied once. */
    change: changeName.optional(),
  }),
  replaceFlow: z.strictObject({ session, flow: z.unknown() }),
  send: z.strictObject({
    session,
    wire: idSchema,
    pattern: patternSchema,
    data: jsonSchema.optional(),
    kind: z.enum(['request', 'event']).default('request'),
  }),
  /** One request of a driver. `data` is sent instead of what its expression gives. */
  drive: z.strictObject({ session, driver: idSchema, data: jsonSchema.optional() }),
  /** Lets a driver with a rate begin, from the beginning, or stop. */
  actOnDriver: z.strictObject({ session, driver: idSchema, action: z.enum(['start', 'stop']) }),
  /** Evaluates one expression in the runner's sandbox, with its limits, on values that are given along. Touches nothing that runs. */
  tryExpression: z.strictObject({ session, ...trialSchema.shape }),
  readTrace: z.strictObject({ session, traceId }),
  readEvents: z.strictObject({
    session,
    after: wholeNumber(0).default(0),
    limit: wholeNumber(1, 10_000).default(1000),
  }),
  /** The whole payload of an event whose data was cut. */
  readPayload: z.strictObject({ session, seq: wholeNumber(1) }),
  /** The bytes in which one message and what came back crossed the sockets, as far as they are still kept. */
  readBytes: z.strictObject({
    session,
    traceId,
    hopId: z.string().regex(/^[0-9a-f]{16}$/, 'a hop id is 16 hex digits'),
  }),
  /** Rates, errors, times and queues, second by second: those seconds that have changed since the answer with this version. */
  readMetrics: z.strictObject({ session, after: wholeNumber(0).default(0) }),
  putFault: z.strictObject({ session, fault: faultSchema }),
  removeFault: z.strictObject({ session, fault: idSchema }),
  /** Ends the monkey as well. */
  removeFaults: z.strictObject({ session }),
  readMonkey: z.strictObject({ session }),
  /** One that runs makes room for it, and its faults are mended. */
  startMonkey: z.strictObject({ session, monkey: monkeySettingsSchema }),
  endMonkey: z.strictObject({ session }),
  /** What breakpoints (faults of the kind `hold`) hold. */
  listHeld: z.strictObject({ session }),
  /** With its whole payload. */
  readHeld: z.strictObject({ session, message: heldIdSchema }),
  actOnHeld: z.strictObject({ session, message: heldIdSchema, ...heldActFields }),
  /** On all of them, or on those of one breakpoint, in their order. */
  actOnAllHeld: z.strictObject({ session, ...heldActOnAllSchema.shape }),
  listDeadLetters: z.strictObject({ session, wire: idSchema.optional() }),
  sendDeadLetter: z.strictObject({ session, letter }),
  dropDeadLetter: z.strictObject({ session, letter }),
  dropDeadLetters: z.strictObject({ session, wire: idSchema.optional() }),
  actOnService: z.strictObject({
    session,
    service: idSchema,
    action: z.enum(['kill', 'stop', 'start', 'restart']),
    replica: wholeNumber(0, 8).optional(),
  }),
  actOnBroker: z.strictObject({ session, broker: idSchema, action: z.enum(['kill', 'stop', 'start', 'restart']) }),
  /** What a broker holds now: channels, queues, topics. */
  readBroker: z.strictObject({ session, broker: idSchema }),
  /** One that goes on goes on; one that has ended makes room for it. */
  startRecording: z.strictObject({ session }),
  stopRecording: z.strictObject({ session }),
  /** `taken`: the one that was started. `past`: what is still known of what happened without one, at most ten minutes of it. */
  readRecording: z.strictObject({ session, of: z.enum(['taken', 'past']).default('taken') }),
  actOnRegistry: z.strictObject({ session, registry: idSchema, action: z.enum(['kill', 'stop', 'start', 'restart']) }),
  /** Who is on the list of a registry, when each of them was heard of last, and who came and left. */
  readRegistry: z.strictObject({ session, registry: idSchema }),
  listExamples: z.strictObject({}),
  /** A flow of its own with what the other one shows; it comes to life when somebody opens it. */
  copySession: z.strictObject({ session }),
  /** Brings back what `closeSession` ended, for 30 days. */
  reopenSession: z.strictObject({ session }),
  /** Of these, the ones that are there. Nobody learns of a flow whose link they do not know. */
  listFlows: z.strictObject({ sessions: z.array(session).max(200) }),
  readHistory: z.strictObject({ session }),
  readVersion: z.strictObject({ session, revision }),
  /** As edits on top of what is there now. */
  restoreVersion: z.strictObject({ session, revision }),
  readLinks: z.strictObject({ session }),
  /** Makes a link; the one of that kind so far opens nothing any more. */
  renewLink: z.strictObject({ session, kind: linkKind }),
  revokeLink: z.strictObject({ session, kind: z.literal('view') }),
} as const;

export type CommandName = keyof typeof commandSchemas;
export type CommandInput<C extends CommandName> = z.input<(typeof commandSchemas)[C]>;
export type CommandParams<C extends CommandName> = z.output<(typeof commandSchemas)[C]>;

/** `GET /api/sessions/:id`, and what a page gets when it joins. */
export interface SessionView extends SessionStatus {
  /** Whoever came by the read-only link finds that link's secret here. */
  id: string;
  /** Another one after a restart: `seq` of events begins again. */
  run: string;
  readOnly?: true;
  revision: number;
  flow: Flow;
  faults: Fault[];
  faultProgress: FaultProgress;
  /** The one that runs, or the last one that did. */
  monkey?: MonkeyView | undefined;
  /** In the order in which they go on. */
  held: HeldMessage[];
  /** The recording that goes on, or the last one. */
  recording?: RecordingView | undefined;
  deadLetters: DeadLetterCounts;
  problems: Problem[];
}

export interface EventsAnswer {
  events: TraceEvent[];
  /** How many events after `after` are no longer kept. */
  missed: number;
}

/** Of each kind of trace one in so many, a power of two; see `shared/sampling.ts`. */
export interface Sampled {
  oneIn: number;
  /** Of those in which something failed, was lost or was broken: 1 unless even these are too many. */
  oneInRemarkable: number;
}

/** What a page gets of the events. Without `upTo`: all of them, in step with everybody. */
export interface EventBatch extends EventsAnswer {
  /** All until this one have been told, or left out. */
  upTo?: number;
  /** Earlier ones of traces that were left out, until something failed in them: `missed` takes them back. They go before `events`. */
  late?: TraceEvent[];
  sampled?: Sampled;
}

export interface FlowSummary {
  session: string;
  name: string;
  revision: number;
  /** Milliseconds since 1970, as the next one. */
  createdAt: number;
  changedAt: number;
  readOnly?: true;
  sketch: Sketch;
}

/** A moment in the history of a flow: where somebody stopped for a while. */
export interface VersionSummary {
  revision: number;
  at: number;
  /** How many revisions came since the version before. */
  changes: number;
}

export interface Links {
  edit: string;
  view?: string | undefined;
}

export interface CommandResults {
  openSession: { id: string; url: string };
  readSession: SessionView;
  closeSession: object;
  edit: { revision: number; problems: Problem[] };
  replaceFlow: { revision: number; problems: Problem[] };
  send: SendResult;
  drive: DriveResult;
  actOnDriver: object;
  tryExpression: TrialResult;
  readTrace: EventsAnswer;
  readEvents: EventsAnswer;
  readPayload: { data: Json };
  readBytes: MessageBytes;
  readMetrics: MetricsAnswer;
  readBroker: BrokerContents;
  readRegistry: BrokerContents;
  putFault: { fault: Fault };
  removeFault: object;
  removeFaults: { removed: number };
  readMonkey: { monkey?: MonkeyView | undefined };
  startMonkey: { monkey: MonkeyView };
  /** Whether one ran. */
  endMonkey: { ended: boolean };
  listHeld: { held: HeldMessage[] };
  readHeld: HeldContent;
  actOnHeld: object;
  actOnAllHeld: { acted: number };
  /** Oldest first; `forgotten` counts those that made room. */
  listDeadLetters: { letters: DeadLetter[]; forgotten: number };
  sendDeadLetter: SendResult;
  dropDeadLetter: object;
  dropDeadLetters: { dropped: number };
  actOnService: object;
  actOnBroker: object;
  startRecording: { recording: RecordingView };
  stopRecording: { recording: RecordingView };
  readRecording: { recording: Recording };
  actOnRegistry: object;
  listExamples: { examples: { id: string; name: string; description: string }[] };
  copySession: { id: string; url: string };
  reopenSession: object;
  /** In the order in which they were asked for. */
  listFlows: { flows: FlowSummary[] };
  /** Newest first; the first one is what is drawn now. */
  readHistory: { versions: VersionSummary[] };
  readVersion: { revision: number; flow: Flow };
  restoreVersion: { revision: number; problems: Problem[] };
  /** Paths such as `/s/<id>` and `/v/<secret>`. */
  readLinks: Links;
  renewLink: Links;
  revokeLink: Links;
}

export type Answer<T> = ({ ok: true } & T) | { ok: false; problem: Problem };

/** Socket.IO: the page asks with `command(name, params, ack)` and is told the rest. Joined by `auth: { session, after?, run?, paced? }` in the handshake. */
export interface ClientToServer {
  command: (name: CommandName, params: unknown, ack: (answer: Answer<object>) => void) => void;
  /** Who sits in front of the page, all of it, whenever something of it changes. Without it nobody is told of the page. */
  here: (here: Here) => void;
  /** Up to which event it has got all, a few times a second; promised by `paced: true` in the handshake. */
  seen: (seq: number) => void;
  /** At most 20 times a second; may get lost. */
  pointer: (at: Pointer) => void;
}

export interface ServerToClient {
  /** Everything, on joining and whenever the server cannot say it in less. `lastSeq` is where the live events go on. */
  session: (view: SessionView, lastSeq: number) => void;
  /** Somebody's accepted edits; `by` is the socket id of the page that sent them, which has applied them already. */
  edited: (change: {
    revision: number;
    edits: Edit[];
    /** The name that whoever sent it gave it. */
    change?: string | undefined;
    by?: string | undefined;
    problems: Problem[];
  }) => void;
  status: (status: SessionStatus, problems: Problem[]) => void;
  faults: (faults: Fault[]) => void;
  monkey: (monkey: MonkeyView) => void;
  /** Hits and remaining times of the faults that are on, while they change. */
  faultProgress: (progress: FaultProgress) => void;
  /** All that breakpoints hold, in order, whenever it is another. */
  held: (held: HeldMessage[]) => void;
  recording: (recording: RecordingView) => void;
  /** How many dead letters there are now; ask for them with `listDeadLetters`. */
  deadLetters: (counts: DeadLetterCounts) => void;
  /** In order of `seq`; `missed` counts events that this viewer will not get because it was too slow or came too late. */
  events: (batch: EventBatch) => void;
  /** Everybody who said that they are here, whenever that changes: on coming, at most 20 times a second, and on leaving at once. */
  people: (people: People) => void;
  /** Those that moved. */
  pointers: (moved: MovedPointers) => void;
  /** The session is over; nothing more will come. */
  closed: (reason: string) => void;
}
