import { checkFlow } from '#shared/flow/checkFlow.ts';
import { applyEdits } from '#shared/flow/edits.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { problem, ProblemError, type Problem } from '#shared/problem.ts';
import { knownChanges, type Change, type ChangeLog, type LoadedFlow } from '../store/changeLog.ts';
import { asStoreProblem, isConflict } from '../store/storeProblem.ts';
import { outgrown } from './flowSize.ts';

/** A change that somebody asks for. `on` is the revision it was made on; `change` the name the client gave it. */
export interface WantedChange {
  body: Change['body'];
  on?: number | undefined;
  change?: string | undefined;
  by?: string | undefined;
}

export type AcceptedChange = WantedChange & { revision: number };

export interface DrawingOptions {
  key: number;
  log: ChangeLog;
  loaded: LoadedFlow;
  now: () => number;
  /** Told in order, when the change is durable and part of `flow`. */
  onAccepted: (change: AcceptedChange) => void;
  /** Somebody else has written to this flow: what is here is out of date. */
  onConflict: () => void;
}

interface Waiting {
  wanted: WantedChange;
  resolve: (revision: number) => void;
  reject: (error: ProblemError) => void;
}

/**
 * What is drawn in a session: the flow and its revision. Changes are accepted in the order of arrival, and are on disk before
 * anybody sees them; those that come while the disk works go to it together.
 *
 *   change ──▶ waiting ──▶ fits? ──▶ log.append ──▶ flow, revision ──▶ onAccepted
 *                            └─ no ─▶ Problem   └─ disk full ─▶ Problem, nothing has changed
 */
export class Drawing {
  readonly #options: DrawingOptions;
  readonly #known: Map<string, number>;
  #flow: Flow;
  #revision: number;
  #problems: Problem[];
  #waiting: Waiting[] = [];
  #working: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: DrawingOptions) {
    this.#options = options;
    const { flow, revision, known } = options.loaded;
    this.#flow = flow;
    this.#revision = revision;
    this.#problems = checkFlow(flow);
    this.#known = new Map(known.map((one) => [one.change, one.revision]));
  }

  get flow(): Flow {
    return this.#flow;
  }

  get revision(): number {
    return this.#revision;
  }

  /** What is wrong in the flow as it is drawn. */
  get problems(): Problem[] {
    return this.#problems;
  }

  /** Resolves with the revision it made, or made when it came the first time; rejects with the Problem of a refusal. */
  change(wanted: WantedChange): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ wanted, resolve, reject });
      this.#working ??= this.#work().finally(() => (this.#working = undefined));
    });
  }

  /** Takes nothing more; resolves when what was under way is on disk. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#working;
    this.#options.log.forget(this.#options.key);
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      const next = new NextRevisions(this.#flow, this.#revision);
      for (const one of batch) this.#consider(one, next);
      if (next.accepted.length > 0) await this.#commit(next);
    }
  }

  /** Adds a change to the next revisions, or says why not. */
  #consider(one: Waiting, next: NextRevisions): void {
    const { wanted, resolve, reject } = one;
    const before = wanted.change === undefined ? undefined : this.#known.get(wanted.change);
    if (before !== undefined) {
      resolve(before);
      return;
    }
    const refusal = this.#isClosed ? closed : next.take(one);
    if (refusal !== undefined) reject(new ProblemError(refusal));
  }

  async #commit({ accepted, flow }: NextRevisions): Promise<void> {
    const { key, log, now, onAccepted, onConflict } = this.#options;
    const at = now();
    const rows = accepted
      .filter(({ isRepeated }) => !isRepeated)
      .map(({ one, revision }): Change => {
        const { change, body } = one.wanted;
        return { flow: key, revision, at, change, body };
      });
    try {
      await log.append(rows);
    } catch (error) {
      for (const { one } of accepted) one.reject(isConflict(error) ? outOfDate : asStoreProblem(error));
      if (isConflict(error)) onConflict();
      return;
    }
    this.#flow = flow;
    this.#problems = checkFlow(flow);
    for (const { one, revision, isRepeated } of accepted) {
      if (!isRepeated) {
        this.#revision = revision;
        this.#remember(one.wanted.change, revision);
        onAccepted({ ...one.wanted, revision });
      }
      one.resolve(revision);
    }
    const last = rows.at(-1);
    if (last !== undefined) void log.keep(last, flow);
  }

  #remember(change: string | undefined, revision: number): void {
    if (change === undefined) return;
    this.#known.set(change, revision);
    const [oldest] = this.#known.keys();
    if (this.#known.size > knownChanges && oldest !== undefined) this.#known.delete(oldest);
  }
}

/** The revisions that a batch of changes makes, before they are durable. */
class NextRevisions {
  flow: Flow;
  readonly accepted: { one: Waiting; revision: number; isRepeated: boolean }[] = [];
  readonly #named = new Map<string, number>();
  #revision: number;

  constructor(flow: Flow, revision: number) {
    this.flow = flow;
    this.#revision = revision;
  }

  take(one: Waiting): Problem | undefined {
    const { body, on, change } = one.wanted;
    const made = change === undefined ? undefined : this.#named.get(change);
    if (made !== undefined) {
      this.accepted.push({ one, revision: made, isRepeated: true });
      return undefined;
    }
    if (on !== undefined && on > this.#revision) {
      const message = `Revision ${on} is newer than this session's, which is ${this.#revision}. Read the session again.`;
      return problem('staleRevision', message, 'revision');
    }
    const applied = 'flow' in body ? { ok: true as const, value: body.flow } : applyEdits(this.flow, body.edits);
    if (!applied.ok) return applied.problem;
    const tooMuch = outgrown(this.flow, applied.value);
    if (tooMuch !== undefined) return tooMuch;
    this.flow = applied.value;
    this.#revision += 1;
    if (change !== undefined) this.#named.set(change, this.#revision);
    this.accepted.push({ one, revision: this.#revision, isRepeated: false });
    return undefined;
  }
}

const closed = problem('notRunning', 'The session was closed meanwhile. Open its link again and repeat the change.');
const outOfDate = new ProblemError(
  problem('staleRevision', 'Another Patchbay on the same data folder changed this flow. Open the link again.'),
);
