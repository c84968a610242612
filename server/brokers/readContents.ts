import type { BrokerContents } from '#shared/brokerContents.ts';
import { problem, ProblemError } from '#shared/problem.ts';
import type { BrokerLogin } from './brokerHandle.ts';

/** Asks a broker what it holds. */
export type ReadContents = (login: BrokerLogin) => Promise<BrokerContents>;

/** Rejects with a ProblemError, for a broker that cannot say as well as for one that does not answer. */
export async function askContents(
  broker: BrokerLogin & { readonly label: string },
  read: ReadContents | undefined,
): Promise<BrokerContents> {
  if (read === undefined) {
    const message = `${broker.label} does not tell others what it holds. Use the private or the built-in one to see it.`;
    throw new ProblemError(problem('brokerFailed', message));
  }
  try {
    return await read(broker);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ProblemError(problem('brokerFailed', `${broker.label} did not say what it holds (${why}). Try again.`));
  }
}
