// What every built-in broker's own process does: `node main.js <port>`, forked by its session.
// It ends when its parent does, however that happened: the closing of the IPC channel is seen even after a SIGKILL.
import type { ToParent } from './toParent.ts';

export function runBuiltIn(startBroker: (port: number) => Promise<{ readonly port: number }>): void {
  process.on('disconnect', () => process.exit());
  startBroker(Number(process.argv[2] ?? 0)).then(({ port }) => tell({ type: 'listening', port }), giveUp);
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
