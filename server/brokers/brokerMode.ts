import { problem, ProblemError } from '#shared/problem.ts';

export const brokerModes = ['auto', 'built-in', 'real'] as const;
export type BrokerMode = (typeof brokerModes)[number];

/** PATCHBAY_BROKERS, `auto` when it is not set. */
export function readBrokerMode(env: NodeJS.ProcessEnv): BrokerMode {
  const text = env['PATCHBAY_BROKERS'] || 'auto';
  const mode = brokerModes.find((one) => one === text);
  if (mode !== undefined) return mode;
  throw new ProblemError(
    problem('badInput', `PATCHBAY_BROKERS is "${text}". Set it to one of: ${brokerModes.join(', ')}.`),
  );
}
