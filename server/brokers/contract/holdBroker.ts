// Starts a broker, tells its port and waits to be killed: `tsx holdBroker.ts <mode> <entry>`.
import { startRedisBroker } from '../redisBroker.ts';

const [mode, builtInEntry] = process.argv.slice(2);

async function hold(): Promise<void> {
  const env = { PATH: process.env['PATH'] };
  const broker = await startRedisBroker({
    env,
    mode: mode === 'real' ? 'real' : 'built-in',
    builtInEntry: builtInEntry ?? '',
  });
  process.send?.(broker.port);
}

void hold();
