import { Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Json } from '#shared/json.ts';
import { transportLooks } from '../transports/index.ts';
import { durationText } from '../ui/durationText.ts';
import classes from './Compare.module.css';
import type { Outcome } from './outcome.ts';
import type { Column } from './useComparison.ts';

/** A row for each transport: what the caller got, how long it took, who received it, and what is different by nature. */
export function CompareTable({ columns }: { columns: readonly Column[] }) {
  return (
    <div className={classes.frame} role="region" aria-label="Outcomes" tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {['Transport', 'The caller got', 'In the middle · at most', 'Received by', 'What is different'].map(
              (head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody aria-live="polite">
          {columns.map((column) => (
            <Row key={column.transport} column={column} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ column }: { column: Column }) {
  const look = transportLooks[column.transport];
  return (
    <tr>
      <th scope="row" className={classes.transport}>
        <span className={classes.label}>
          <look.icon size={16} color={`var(--mantine-color-${look.color}-filled)`} aria-hidden />
          {look.label}
        </span>
      </th>
      <Cells column={column} />
    </tr>
  );
}

function Cells({ column }: { column: Column }): ReactNode {
  switch (column.state) {
    case 'waiting':
      return (
        <td colSpan={4} className={classes.muted}>
          waits for its turn
        </td>
      );
    case 'stopped':
      return (
        <td colSpan={4} className={classes.muted}>
          stopped
        </td>
      );
    case 'running':
      return (
        <td colSpan={4}>
          <span className={classes.label}>
            <Loader size="xs" aria-hidden /> runs
          </span>
        </td>
      );
    case 'failed':
      return (
        <td colSpan={4} className={classes.bad}>
          {column.why}
        </td>
      );
    case 'done':
      return (
        <>
          <td>
            <Got outcome={column.outcome} />
          </td>
          <td className={classes.number}>
            {durationText(column.outcome.medianMs)} · {durationText(column.outcome.longestMs)}
          </td>
          <td>
            <Received received={column.outcome.received} />
          </td>
          <td className={classes.losses}>{column.losses.join(' ')}</td>
        </>
      );
  }
}

function Got({ outcome: { status, answer, error, others, runs, failed } }: { outcome: Outcome }) {
  const value = error ?? answer;
  return (
    <>
      <span className={failed > 0 ? classes.bad : classes.good}>
        {status !== undefined && `HTTP ${status} `}
        {failed > 0 && `${failed} of ${runs} failed `}
      </span>
      <code className={classes.value}>{value === undefined ? 'nothing, as it is an event' : textOf(value)}</code>
      {others > 0 && <div className={classes.muted}>{others} of them gave something else</div>}
    </>
  );
}

const longest = 240;

function textOf(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

function Received({ received }: Pick<Outcome, 'received'>) {
  if (received.length === 0) return <span className={classes.muted}>nobody</span>;
  return (
    <ul className={classes.received}>
      {received.map(({ service, byReplica }) => (
        <li key={service}>
          {service} <b>{byReplica.join(' + ')}</b>
        </li>
      ))}
    </ul>
  );
}
