import { usualConcurrency, type Driver } from '#shared/flow/flow.ts';
import { due, tickMs, type Pace } from './pace.ts';

/** How often the counts are told while they change. */
const tellEveryMs = 1000;

export interface SteadyLoadParts {
  driver: Driver;
  /** One request; resolves when it is over. */
  send: () => Promise<unknown>;
  /** It has ended, or its counts are others. */
  onChange: () => void;
}

/**
 * Sends at the pace of a driver, from when it is made until it has sent enough, its time is over, or it is stopped. What is due
 * while too many wait for their answers is not sent later: it is passed over and counted.
 */
export class SteadyLoad {
  readonly #parts: SteadyLoadParts;
  readonly #startedAtMs = performance.now();
  readonly #pace: Pace;
  #timer: NodeJS.Timeout | undefined;
  #toldAtMs = 0;
  #inFlight = 0;
  #sent = 0;
  #passedOver = 0;

  constructor(parts: SteadyLoadParts) {
    this.#parts = parts;
    const { driver } = parts;
    this.#pace = { startedAtMs: this.#startedAtMs, load: driver, done: 0 };
    this.#timer = setInterval(() => this.#look(), tickMs(driver.perSecond));
  }

  get isRunning(): boolean {
    return this.#timer !== undefined;
  }

  get counts(): { sent: number; passedOver: number } {
    return { sent: this.#sent, passedOver: this.#passedOver };
  }

  /** What is under way goes on. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const { driver, onChange } = this.#parts;
    const nowMs = performance.now();
    const { send, done } = due(this.#pace, nowMs);
    this.#passedOver += done - this.#pace.done - send;
    this.#pace.done = done;
    for (let turn = 0; turn < send && this.isRunning; turn += 1) this.#sendOne(driver);
    if (driver.stopAfterMs !== undefined && nowMs - this.#startedAtMs >= driver.stopAfterMs) this.stop();
    if (this.isRunning && (send === 0 || nowMs - this.#toldAtMs < tellEveryMs)) return;
    this.#toldAtMs = nowMs;
    onChange();
  }

  #sendOne({ concurrency = usualConcurrency, stopAfterRequests = Infinity }: Driver): void {
    if (this.#inFlight >= concurrency) {
      this.#passedOver += 1;
      return;
    }
    this.#sent += 1;
    this.#inFlight += 1;
    void this.#parts.send().finally(() => (this.#inFlight -= 1));
    if (this.#sent >= stopAfterRequests) this.stop();
  }
}
