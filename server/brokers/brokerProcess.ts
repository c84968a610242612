import type { BrokerContents } from '#shared/brokerContents.ts';

/** A broker that runs in a process of its own, started by us. */
export interface BrokerProcess {
  /** The broker itself, not a guard around it. */
  readonly pid: number;
  /** For its label, `redis-server 7.0.15`. */
  readonly name: string;
  /** Resolves with the reason, never rejects. */
  readonly ended: Promise<string>;
  /** What it holds, where it has another way to tell than its protocol. */
  readonly contents?: (() => Promise<BrokerContents>) | undefined;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Resolves when the broker answers on that port; rejects with a LaunchError when it never will. */
export type Launch = (port: number) => Promise<BrokerProcess>;

export class LaunchError extends Error {
  override name = 'LaunchError';
  /** Another process has the port: worth trying again with another one. */
  readonly portTaken: boolean;

  constructor(message: string, portTaken = false) {
    super(message);
    this.portTaken = portTaken;
  }
}

/** Why a broker did not start, with the last line that it printed. */
export function launchError(error: unknown, output: string): LaunchError {
  const reason = error instanceof Error ? error.message : String(error);
  const lastLine = output.split('\n').at(-1) ?? '';
  return new LaunchError(lastLine === '' ? reason : `${reason} (${lastLine})`, /address already in use/i.test(output));
}
