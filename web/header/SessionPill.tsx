import { useConnectionStore } from '../connection/connectionStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { StateDot } from '../ui/StateDot.tsx';
import classes from './Header.module.css';

/** Whether what is drawn is alive, in two words. */
export function SessionPill() {
  const connection = useConnectionStore(({ state }) => state);
  const runner = useFlowStore(({ status }) => status?.runner ?? 'starting');
  const services = useFlowStore(({ flow }) => Object.keys(flow.services).length);
  const down = useFlowStore(
    ({ status }) =>
      [...Object.values(status?.services ?? {}), ...Object.values(status?.brokers ?? {})].filter(
        ({ state }) => state === 'down',
      ).length,
  );
  const { text, more, state } = pill({ connection, runner, services, down });
  return (
    <span className={classes.pill} data-testid="session-state">
      <StateDot state={state} />
      <span>
        {text}
        {more !== undefined && <span className={classes.count}> · {more}</span>}
      </span>
    </span>
  );
}

interface PillParts {
  connection: string;
  runner: string;
  services: number;
  down: number;
}

function pill({ connection, runner, services, down }: PillParts): { text: string; more?: string; state: string } {
  if (connection !== 'live') return { text: connection.toUpperCase(), state: 'starting' };
  if (runner !== 'up')
    return { text: `RUNNER ${runner.toUpperCase()}`, state: runner === 'down' ? 'down' : 'starting' };
  const count = services === 1 ? '1 SERVICE' : `${services} SERVICES`;
  return down > 0
    ? // Without the count of all: the name of the flow needs the room.
      { text: 'LIVE', more: `${down} DOWN`, state: 'degraded' }
    : { text: 'LIVE', more: count, state: 'up' };
}
