import type { Observable, Subscription } from 'rxjs';
import type { Step, StepKind, StepOf } from '#shared/steps/step.ts';
import type { Pattern } from '#shared/flow/pattern.ts';
import type { MessageKind } from '#shared/trace.ts';
import type { HandlerCall } from '../service/handlerBody.ts';
import type { HopContext } from '../trace/context.ts';
import type { Tracer } from '../trace/tracer.ts';
import type { Store } from './store.ts';

/** One message on its way through the steps of its handler. */
export interface StepRun {
  call: HandlerCall;
  /** What expressions may name; results named by `as` are added as the steps go on. */
  scope: Record<string, unknown>;
  /** Names that hold only here: `error` inside `catch`, `index` inside `stream`. */
  locals: Record<string, unknown>;
  /** Inside `catch`: what was thrown, as it was. */
  caught?: { error: unknown } | undefined;
  store: Store;
  /** Ends when nobody waits for the handler any more; timers and calls of the steps are added to it. */
  stop: Subscription;
  /** @throws when one message has taken more steps than a handler may take. */
  countStep: () => void;
}

/** How a handler ended: with this value, or with these. `undefined` = the next step goes on. */
export type Ending = { value: unknown } | { values$: Observable<unknown> } | undefined;

/** What is there already mostly: a message whose steps wait for nothing costs no promises. */
export type Soon<T> = T | Promise<T>;

/** What comes of `value` when it is there, which may be now. */
export const whenThere = <T, R>(value: Soon<T>, go: (value: T) => Soon<R>): Soon<R> =>
  value instanceof Promise ? value.then(go) : go(value);

/** Does one step. Throws, or rejects with, what the handler shall throw; never settles once `stop` has ended. */
export type RunStep = (run: StepRun) => Soon<Ending>;

/** What goes over a wire on behalf of a handler. */
export interface OutgoingMessage {
  pattern: Pattern;
  data: unknown;
  kind: Extract<MessageKind, 'request' | 'event'>;
  /** Which replica of the calling service. */
  replica: number;
  /** Of an earlier call that this one repeats. */
  idempotencyKey?: string | undefined;
  /** Nobody will subscribe to what the client gives. */
  isCold?: true | undefined;
  /** The message that is being handled. */
  parent?: HopContext | undefined;
}

/** A wire as the steps see it: nothing leaves before the values are subscribed to. */
export type CallWire = (message: OutgoingMessage) => Observable<unknown>;

/** Gives an expression's value or a promise of it, or throws or rejects with an error that names the step. */
export type StepExpression = (run: StepRun, locals?: Record<string, unknown>) => unknown;

/** What a kind of step is made with. Made once per edit, so nothing is looked up or compiled while messages flow. */
export interface StepContext {
  tracer: Tracer;
  /** Seeded, in [0, 1). */
  random: () => number;
  /** `field` says where the text stands in the step, for the Problem when it cannot be compiled. */
  expression(source: string, field: string): StepExpression;
  template(text: string, field: string): StepExpression;
  /** Inner steps; `path` leads to them from this step. */
  steps(steps: readonly Step[], path: readonly (string | number)[]): RunStep;
  /** A wire of this service, looked up for every message: an edit may replace it. Undefined when there is none. */
  wire(id: string): CallWire | undefined;
  /** An error that names this step: `orders.create step 2: <reason>`. */
  failure(reason: string): Error;
}

export type MakeStep<K extends StepKind> = (step: StepOf<K>, context: StepContext) => RunStep;
