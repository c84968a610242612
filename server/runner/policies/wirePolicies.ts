import { isDeepStrictEqual as isEqual } from 'node:util';
import { Subject, type Observable } from 'rxjs';
import type { Policies } from '#shared/policies/policies.ts';
import { aroundKinds, makePolicy } from './index.ts';
import type { AroundKind, MadePolicy, Policy, PolicyCall, PolicyContext } from './policy.ts';

interface Kept {
  settings: NonNullable<Policies[AroundKind]>;
  made: MadePolicy;
}

/** Policies of one client of a wire, as they are for the calls that begin now. */
export interface PolicyStack {
  /** Outside of the attempts: all but the timeout. */
  aroundCall: Policy;
  aroundAttempt: Policy;
  /** A call may send its message more than once: then each attempt is a hop of its own. */
  sendsAgain: boolean;
  /** How many attempts retry may make. */
  attempts: number;
  timeoutMs: number | undefined;
  isIdempotent: boolean;
}

/** What becomes of a call depends on those before it. */
const remembering: ReadonlySet<AroundKind> = new Set(['breaker', 'bulkhead', 'rate']);

/** The policies of one replica's client. A change makes anew only what has changed: an open breaker stays open when the timeout changes. */
export class WirePolicies {
  readonly #ended = new Subject<void>();
  readonly #context: PolicyContext;
  #wanted: Policies = {};
  #kept = new Map<AroundKind, Kept>();
  #stack: PolicyStack = stackOf({}, new Map());

  constructor(context: Omit<PolicyContext, 'ended$'>) {
    this.#context = { ...context, ended$: this.#ended };
  }

  get stack(): PolicyStack {
    return this.#stack;
  }

  /** The first setting that cannot be used. */
  get mistake(): { kind: AroundKind; message: string; field: string } | undefined {
    for (const [kind, { made }] of this.#kept) if (made.mistake !== undefined) return { kind, ...made.mistake };
    return undefined;
  }

  /** Returns those that have forgotten what they knew of earlier calls: they begin anew, or are gone. */
  retune(wanted: Policies): AroundKind[] {
    const before = this.#kept;
    this.#wanted = wanted;
    const now = new Map<AroundKind, Kept>();
    for (const kind of aroundKinds) {
      const settings = wanted[kind];
      if (settings === undefined) continue;
      const kept = before.get(kind);
      const isSame = kept !== undefined && isEqual(kept.settings, settings);
      now.set(kind, isSame ? kept : { settings, made: makePolicy(kind, settings, this.#context) });
    }
    const ended = [...before].filter(([kind, kept]) => now.get(kind) !== kept);
    for (const [, { made }] of ended) made.close?.();
    this.#kept = now;
    this.#stack = stackOf(wanted, now);
    return ended.map(([kind]) => kind).filter((kind) => remembering.has(kind));
  }

  /** As when the process ends and starts again. */
  forget(): void {
    const wanted = this.#wanted;
    this.#ended.next();
    this.retune({});
    this.retune(wanted);
  }

  close(): void {
    this.#ended.next();
    this.retune({});
  }
}

function stackOf(settings: Policies, kept: ReadonlyMap<AroundKind, Kept>): PolicyStack {
  const { retry, hedge, timeout, idempotency } = settings;
  const through = (isMeant: (kind: AroundKind) => boolean): Policy => {
    const chosen = [...kept].filter(([kind]) => isMeant(kind)).map(([, { made }]) => made.around);
    // Applied from the inside: the last of the list stands next to the message.
    return (source$: Observable<unknown>, call: PolicyCall) =>
      chosen.reduceRight((inner$, around) => around(inner$, call), source$);
  };
  return {
    aroundCall: through((kind) => kind !== 'timeout'),
    aroundAttempt: through((kind) => kind === 'timeout'),
    sendsAgain: retry !== undefined || hedge !== undefined,
    attempts: retry?.attempts ?? 1,
    timeoutMs: timeout?.ms,
    isIdempotent: idempotency === true,
  };
}
