import { constants } from 'node:os';

/** Why a process ended, in words. A shell tells of a signal by an exit code above 128. */
export function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  const name = signal ?? signalName((code ?? 0) - 128);
  if (name !== undefined) return `ended by ${name}`;
  return `ended with exit code ${code ?? 'unknown'}`;
}

function signalName(number: number): string | undefined {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
}
