import { isDeepStrictEqual as isEqual } from 'node:util';
import type { Service } from '#shared/flow/flow.ts';
import type { Problem } from '#shared/problem.ts';
import type { Step } from '#shared/steps/step.ts';
import { withFaults, type FaultyParts } from './faults/withFaults.ts';
import { KeptAnswers } from './policies/idempotency.ts';
import { seededRandom } from '#shared/random.ts';
import type { HandlerBody, HandlerTable } from './service/handlerBody.ts';
import { makeHandler, type MadeHandler } from './steps/makeHandler.ts';
import { Store } from './steps/store.ts';
import { unknownNames } from './steps/unknownNames.ts';
import type { CallWire } from './steps/stepRun.ts';

interface Made extends MadeHandler {
  steps: readonly Step[];
  faulty: HandlerBody;
}

export interface ServiceHandlersParts extends FaultyParts {
  service: string;
  seed: string;
  /** A wire of this service. */
  wire: (id: string) => CallWire | undefined;
}

/** The handlers of one service, ready to run, and its store. Both outlive edits and rebuilds of the service. */
export class ServiceHandlers {
  readonly #parts: ServiceHandlersParts;
  readonly #made = new Map<string, Made>();
  /** By replica; 0 is everybody's when the store is shared. */
  readonly #stores = new Map<number, Store>();
  /** Answers by idempotency key, kept where the store is. */
  readonly #answers = new Map<number, KeptAnswers>();
  #isStoreShared = true;
  #unknownNames: Problem[] = [];

  constructor(parts: ServiceHandlersParts) {
    this.#parts = parts;
  }

  /** Makes what has changed, keeps what has not, lets go what is gone. */
  update({ handlers, store }: Service): void {
    this.#isStoreShared = store !== 'perReplica';
    for (const [id, made] of this.#made) {
      const steps = Object.hasOwn(handlers, id) ? handlers[id]?.steps : undefined;
      if (isEqual(steps, made.steps)) continue;
      made.dispose();
      this.#made.delete(id);
    }
    for (const [id, { steps }] of Object.entries(handlers))
      if (!this.#made.has(id)) this.#made.set(id, this.#make(id, steps));
    const at = `services.${this.#parts.service}.handlers`;
    this.#unknownNames = Object.entries(handlers).flatMap(([id, handler]) => unknownNames(handler, `${at}.${id}`));
  }

  get table(): HandlerTable {
    return new Map([...this.#made].map(([id, { faulty }]) => [id, faulty]));
  }

  /** Expressions that cannot be compiled, or fail for certain. */
  get problems(): Problem[] {
    return [...[...this.#made.values()].flatMap(({ problems }) => problems), ...this.#unknownNames];
  }

  dispose(): void {
    for (const made of this.#made.values()) made.dispose();
    this.#made.clear();
  }

  #make(handler: string, steps: readonly Step[]): Made {
    const { service, seed, wire, tracer } = this.#parts;
    const random = seededRandom(`${seed}:${service}:${handler}`);
    const made = makeHandler({
      service,
      handler,
      steps,
      tracer,
      random,
      wire,
      store: (replica) => this.#store(replica),
    });
    // Inside the faults: a reply that a fault has lost is kept all the same.
    const once: HandlerBody = (call) => this.#answersOf(call.replica).once(made.body)(call);
    return { ...made, steps, faulty: withFaults(once, this.#parts) };
  }

  #answersOf(replica: number): KeptAnswers {
    const at = this.#isStoreShared ? 0 : replica;
    const answers = this.#answers.get(at) ?? new KeptAnswers(this.#parts.tracer);
    this.#answers.set(at, answers);
    return answers;
  }

  #store(replica: number): Store {
    const at = this.#isStoreShared ? 0 : replica;
    const store = this.#stores.get(at) ?? new Store();
    this.#stores.set(at, store);
    return store;
  }
}
