import { useCallback, useEffect, useRef, useState } from 'react';
import type { Flow } from '#shared/flow/flow.ts';
import { switchTransport } from '#shared/flow/switch/switchTransport.ts';
import type { MessageTransport } from '#shared/flow/switch/targets.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { runScenario, type Comparison } from './runScenario.ts';

/** How far one transport is. */
export type Column =
  | { transport: MessageTransport; state: 'waiting' | 'running' | 'stopped' }
  | { transport: MessageTransport; state: 'done'; outcome: Outcome; losses: readonly string[] }
  | { transport: MessageTransport; state: 'failed'; why: string };

export interface ComparisonAsk extends Omit<Comparison, 'signal'> {
  flow: Flow;
  transports: readonly MessageTransport[];
}

interface RunningComparison {
  columns: readonly Column[];
  isRunning: boolean;
  run: (ask: ComparisonAsk) => void;
  /** What has been found stays; the playground that runs is closed. */
  stop: () => void;
}

/** Runs one transport after the other, so that none of them takes the machine from another. Ends with the dialog. */
export function useComparison(): RunningComparison {
  const [columns, setColumns] = useState<readonly Column[]>([]);
  const [isRunning, setRunning] = useState(false);
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  const run = useCallback((ask: ComparisonAsk): void => {
    controller.current?.abort();
    const mine = new AbortController();
    controller.current = mine;
    const put = (column: Column): void => {
      if (mine.signal.aborted) return;
      setColumns((all) => all.map((one) => (one.transport === column.transport ? column : one)));
    };
    setColumns(ask.transports.map((transport) => ({ transport, state: 'waiting' })));
    setRunning(true);
    const all = async (): Promise<void> => {
      for (const transport of ask.transports) {
        if (mine.signal.aborted) return;
        put({ transport, state: 'running' });
        put(await runOn(transport, ask, mine.signal));
      }
      if (!mine.signal.aborted) setRunning(false);
    };
    void all();
  }, []);
  const stop = useCallback((): void => {
    controller.current?.abort();
    setRunning(false);
    const isOpen = ({ state }: Column): boolean => state === 'waiting' || state === 'running';
    setColumns((all) => all.map((one) => (isOpen(one) ? { transport: one.transport, state: 'stopped' } : one)));
  }, []);
  return { columns, isRunning, run, stop };
}

async function runOn(transport: MessageTransport, ask: ComparisonAsk, signal: AbortSignal): Promise<Column> {
  const { flow, losses } = switchTransport(ask.flow, { to: transport, what: 'flow', placeFor: (wanted) => wanted });
  // One that goes on sending by itself would be counted along.
  const drivers = Object.entries(flow.drivers).map(([id, driver]) => [id, { ...driver, perSecond: 0 }]);
  const quiet: Flow = { ...flow, drivers: Object.fromEntries(drivers) };
  try {
    const runs = await runScenario(quiet, { ...ask, signal });
    return { transport, state: 'done', outcome: outcomeOf(quiet, runs), losses };
  } catch (error) {
    return { transport, state: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}
