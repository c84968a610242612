// What every built-in broker's own process does: `node main.js <port> [folder]`, forked by its session.
// It ends when its parent does, however that happened: the closing of the IPC channel is seen even after a SIGKILL.
import { rmSync } from 'node:fs';
import type { BrokerContents } from '#shared/brokerContents.ts';
import type { FromParent, ToParent } from './toParent.ts';

/** `folder` is given to a broker that keeps something over a kill; it goes with the parent. */
type StartBroker = (port: number, folder: string | undefined) => Promise<Started>;

interface Started {
  readonly port: number;
  /** What it holds, where its protocol has no way to ask for it. */
  contents?(): BrokerContents;
}

export function runBuiltIn(startBroker: StartBroker): void {
  const [, , port, folder] = process.argv;
  process.on('disconnect', () => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    process.exit();
  });
  startBroker(Number(port ?? 0), folder).then(serve, giveUp);
}

function serve(broker: Started): void {
  process.on('message', ({ ask }: FromParent) => {
    tell({ type: 'contents', ask, contents: broker.contents?.() ?? { tables: [] } });
  });
  tell({ type: 'listening', port: broker.port, tells: broker.contents !== undefined });
}

function tell(message: ToParent, told: () => void = () => undefined): void {
  process.send?.(message, undefined, undefined, told);
}

function giveUp(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const message = error instanceof Error ? error.message : String(error);
  process.exitCode = 1;
  tell({ type: 'failed', code, message }, () => process.exit());
}
