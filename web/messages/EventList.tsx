import { own } from '#shared/flow/lookup.ts';
import { errorText, type HopEvent } from '#shared/trace.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import type { HopView } from '../trace/hopView.ts';
import classes from './HopDetail.module.css';

/** Everything that happened to one message, in order. */
export function EventList({ hop }: { hop: HopView }) {
  const services = useFlowStore((state) => state.flow.services);
  return (
    <ol className={classes.events}>
      {hop.events.map((event) => (
        <li key={event.seq} className={classes.event}>
          <span className={classes.offset}>{(event.atUs - hop.startedUs).toLocaleString('en-US')}</span>
          <span className={classes.type}>{event.type}</span>
          <span className={classes.eventText}>{eventText(event, (id) => own(services, id)?.name ?? id)}</span>
        </li>
      ))}
    </ol>
  );
}

function eventText(event: HopEvent, nameOf: (service: string) => string): string {
  const where =
    event.service === undefined ? [] : [nameOf(event.service) + (event.replica ? ` #${event.replica + 1}` : '')];
  const logged = event.type === 'logged' ? [JSON.stringify(event.data)] : [];
  const error = event.error === undefined ? [] : [errorText(event.error)];
  const receivers = event.receivers === undefined ? [] : [`${event.receivers} received`];
  const note = event.note === undefined ? [] : [event.note];
  return [...where, ...logged, ...error, ...receivers, ...note].join(' · ');
}
