import type { RunnerAnswer } from '#shared/ipc.ts';
import { problem } from '#shared/problem.ts';

/** Of what people and drivers send, which may wait for as long as a handler takes. */
const maxMessages = 2000;

export interface Question {
  timeoutMs: number;
  /** It stands for a message. So many may wait; what keeps the runner alive and in order never has to. */
  isMessage: boolean;
}

/** Who waits for which answer. Each gets exactly one: the runner's, or the Problem that none will come. */
export class PendingAnswers {
  readonly #waiting = new Map<number, (answer: RunnerAnswer) => void>();
  #lastId = 0;
  #messages = 0;

  /** `send` gets the id under which the answer will come. Without one in time a Problem says so. */
  ask(send: (id: number) => void, { timeoutMs, isMessage }: Question): Promise<RunnerAnswer> {
    if (isMessage && this.#messages >= maxMessages) {
      const message = `${maxMessages} requests wait for an answer already. Wait for them, or mend what does not answer.`;
      return Promise.resolve({ ok: false, problem: problem('tooMany', message) });
    }
    this.#lastId += 1;
    const id = this.#lastId;
    if (isMessage) this.#messages += 1;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        const message = `The runner has not answered within ${timeoutMs / 1000} s. Look at the trace for where it waits.`;
        this.settle(id, { ok: false, problem: problem('runnerFailed', message) });
      }, timeoutMs);
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer);
        if (isMessage) this.#messages -= 1;
        resolve(answer);
      });
      send(id);
    });
  }

  settle(id: number, answer: RunnerAnswer): void {
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    resolve?.(answer);
  }

  settleAll(answer: RunnerAnswer): void {
    for (const id of this.#waiting.keys()) this.settle(id, answer);
  }
}
