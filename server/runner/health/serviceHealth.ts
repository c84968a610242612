import { HttpException } from '@nestjs/common';
import type { HealthCheckResult, HealthIndicatorResult } from '@nestjs/terminus';
import type { Problem } from '#shared/problem.ts';
import { askBroker } from './askBroker.ts';
import type { BrokerWay } from './brokerWay.ts';
import { brokerQuestions } from './brokers/index.ts';
import { terminus, type Terminus } from './terminus.ts';

export interface ServiceHealthParts {
  /** The brokers that it needs, as they are now; each once. */
  brokers: () => readonly BrokerWay[];
  /** Ways into it that are not open, without those that lead through a broker. */
  closed: () => readonly { listener: string; problem: Problem | undefined }[];
}

/** As the exported project has it. */
const maxHeapBytes = 400 * 1024 * 1024;
/** As long as Nest's own indicators wait. */
const maxAnswerMs = 1000;

/** What one replica answers about its health: the JSON of @nestjs/terminus. Nothing happens until somebody asks. */
export class ServiceHealth {
  readonly #parts: ServiceHealthParts;

  constructor(parts: ServiceHealthParts) {
    this.#parts = parts;
  }

  /** Whether it must be started anew. Rejects with a ServiceUnavailableException that holds the JSON when it must. */
  async live(): Promise<HealthCheckResult> {
    const { checks, memory } = await terminus();
    return checks.check([() => memory.checkHeap('memory', maxHeapBytes)]);
  }

  /** Whether messages can come in and go out. Rejects as `live` when they cannot. */
  async ready(): Promise<HealthCheckResult> {
    const made = await terminus();
    const { brokers, closed } = this.#parts;
    return made.checks.check([
      ...brokers().map((way) => () => checkBroker(way, made)),
      ...closed().map(({ listener, problem }) => () => {
        const message = problem?.message ?? 'This listener is not up.';
        return made.indicators.check(listener).down({ message });
      }),
    ]);
  }

  /** As `ready`, for those who are not asked by HTTP: the same JSON either way. */
  async answer(): Promise<{ isReady: boolean; body: object }> {
    try {
      return { isReady: true, body: await this.ready() };
    } catch (error) {
      if (!(error instanceof HttpException)) throw error;
      return { isReady: false, body: Object(error.getResponse()) as object };
    }
  }
}

/** Up when the listeners there are up and the broker answers a question in its own protocol. */
function checkBroker(
  { broker, reached, problem }: BrokerWay,
  { indicators }: Terminus,
): PromiseLike<HealthIndicatorResult> | HealthIndicatorResult {
  const indicator = indicators.check(broker);
  if (problem !== undefined) return indicator.down({ message: problem.message });
  if (reached === undefined) return indicator.down({ message: 'The broker is not running.' });
  return indicator
    .attempt(({ signal }) => askBroker(brokerQuestions[reached.transport], reached.address, signal))
    .withTimeout(maxAnswerMs);
}
