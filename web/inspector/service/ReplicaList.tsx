import { ActionIcon } from '@mantine/core';
import { IconPlayerPlay, IconSkull } from '@tabler/icons-react';
import { Fragment } from 'react';
import type { Service } from '#shared/flow/flow.ts';
import type { ServiceStatus } from '#shared/status.ts';
import { transports, type Transport } from '#shared/transports/transport.ts';
import { command } from '../../connection/connection.ts';
import { useAtLeast, useDeliveries } from '../../trace/useDeliveries.ts';
import { StateDot } from '../../ui/StateDot.tsx';
import { Address } from './Address.tsx';
import classes from './ReplicaList.module.css';

interface ReplicaListProps {
  id: string;
  service: Service;
  status: ServiceStatus | undefined;
}

/** Each replica with its state and the real ports it listens on. */
export function ReplicaList({ id, service, status }: ReplicaListProps) {
  const act = (replica: number, action: 'kill' | 'start') => () =>
    void command('actOnService', { service: id, action, replica });
  return (
    <ol className={classes.list}>
      {Array.from({ length: service.replicas }, (_, replica) => {
        const state = status?.replicas[replica]?.state ?? status?.state ?? 'starting';
        const name = service.replicas === 1 ? 'this service' : `replica ${replica + 1}`;
        return (
          <li key={replica} className={classes.replica}>
            <div className={classes.head}>
              <StateDot state={state} />
              <span className={classes.name}>{service.replicas === 1 ? state : `${name} · ${state}`}</span>
              {service.replicas > 1 && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={state === 'down' ? `Start ${name}` : `Kill ${name}`}
                  title={state === 'down' ? `Start ${name}` : `Kill ${name}`}
                  onClick={act(replica, state === 'down' ? 'start' : 'kill')}
                >
                  {state === 'down' ? <IconPlayerPlay size={14} /> : <IconSkull size={14} />}
                </ActionIcon>
              )}
            </div>
            <DeliveryCount service={id} replica={replica} />
            {Object.entries(status?.listeners ?? {}).map(([listener, { transport, ports }]) => {
              const port = ports[replica] ?? 0;
              return (
                <Fragment key={listener}>
                  {port > 0 && <Address text={addressOf(transport, port)} what={`${transport} address of ${name}`} />}
                </Fragment>
              );
            })}
          </li>
        );
      })}
    </ol>
  );
}

/** `12 received · 3 duplicates · 1 lost`, since the page watches. */
function DeliveryCount({ service, replica }: { service: string; replica: number }) {
  const { received, duplicates, lost } = useDeliveries(service, replica);
  const atLeast = useAtLeast();
  if (received === 0) return null;
  return (
    <p className={classes.count}>
      {atLeast}
      {received} received
      {duplicates > 0 && (
        <span
          className={classes.bad}
          title="Messages that this service had been given before, here or at another replica."
        >
          {duplicates === 1 ? ' · 1 duplicate' : ` · ${duplicates} duplicates`}
        </span>
      )}
      {lost > 0 && (
        <span className={classes.bad} title="Requests that came in and were not answered before the replica went down.">
          {` · ${lost} lost`}
        </span>
      )}
    </p>
  );
}

function addressOf(transport: string, port: number): string {
  const isHttp = (transport as Transport) === 'http';
  const known = Object.hasOwn(transports, transport);
  return isHttp || !known ? `http://127.0.0.1:${port}` : `${transport}://127.0.0.1:${port}`;
}
