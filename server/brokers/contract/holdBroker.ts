// Starts a broker, tells its port and waits to be killed: `tsx holdBroker.ts <mode> <entry> [paused]`.
import { startRedisBroker } from '../redisBroker.ts';

const [mode, builtInEntry, paused] = process.argv.slice(2);

async function hold(): Promise<void> {
  const env = { PATH: process.env['PATH'] };
  const broker = await startRedisBroker({
    env,
    mode: mode === 'real' ? 'real' : 'built-in',
    builtInEntry: builtInEntry ?? '',
  });
  if (paused === 'paused') await broker.pause();
  process.send?.(broker.port);
}

void hold();
