import { useEffect, useState } from 'react';
import type { BrokerContents, BrokerTable } from '#shared/brokerContents.ts';
import type { Answer } from '#shared/protocol.ts';
import { command } from '../connection/connection.ts';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import classes from './BrokerHoldings.module.css';
import inspector from './Inspector.module.css';

const everyMs = 1000;

/** What a broker holds now: asked again every second while it is looked at. */
export function BrokerHoldings({ id }: { id: string }) {
  return <Holdings id={id} ask={askBroker} />;
}

const askBroker: Ask = (broker) => command('readBroker', { broker });

/** Asks what something holds: the same function each time. */
type Ask = (id: string) => Promise<Answer<BrokerContents>>;

/** The same of anything that tells it in tables. */
export function Holdings({ id, ask }: { id: string; ask: Ask }) {
  const answer = useHoldings(id, ask);
  if (answer === undefined) return <div className={inspector.empty}>Asking…</div>;
  if (!answer.ok) return <ProblemNote problem={answer.problem} />;
  return answer.tables.map((table) => <Holding key={table.title} table={table} />);
}

function useHoldings(id: string, askIt: Ask): Answer<BrokerContents> | undefined {
  const [answer, setAnswer] = useState<Answer<BrokerContents>>();
  useEffect(() => {
    let isOver = false;
    let timer: number | undefined;
    const ask = async (): Promise<void> => {
      // A page that nobody looks at asks nothing.
      const got = document.hidden ? undefined : await askIt(id);
      if (isOver) return;
      if (got !== undefined) setAnswer(got);
      timer = window.setTimeout(() => void ask(), everyMs);
    };
    void ask();
    return () => {
      isOver = true;
      window.clearTimeout(timer);
    };
  }, [id, askIt]);
  return answer;
}

function Holding({ table: { title, columns, rows, more } }: { table: BrokerTable }) {
  if (rows.length === 0) return <div className={inspector.empty}>{title}: none now.</div>;
  return (
    <div className={classes.frame} role="region" aria-label={title} tabIndex={0}>
      <table className={classes.table}>
        <caption className={classes.caption}>
          {title} <span className={classes.count}>{rows.length + (more ?? 0)}</span>
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={`${place} ${row[0]}`}>
              {row.map((cell, index) => (
                <td key={columns[index]} data-number={typeof cell === 'number' || undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more !== undefined && <div className={inspector.empty}>and {more} more</div>}
    </div>
  );
}
