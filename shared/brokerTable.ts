import type { BrokerTable } from './brokerContents.ts';

const mostRows = 200;

/** A table with its rows in alphabetical order, cut to what a person can read. */
export function brokerTable(title: string, columns: string[], rows: BrokerTable['rows']): BrokerTable {
  const ordered = rows.toSorted(([one], [other]) => String(one).localeCompare(String(other)));
  const shown = ordered.slice(0, mostRows);
  return { title, columns, rows: shown, ...(rows.length > mostRows ? { more: rows.length - mostRows } : {}) };
}
