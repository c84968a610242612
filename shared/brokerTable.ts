import type { BrokerTable } from './brokerContents.ts';

const mostRows = 200;

/** A table with its rows in alphabetical order, cut to what a person can read. */
export function brokerTable(title: string, columns: string[], rows: BrokerTable['rows']): BrokerTable {
  const ordered = rows.toSorted(compareRows);
  const shown = ordered.slice(0, mostRows);
  return { title, columns, rows: shown, ...(rows.length > mostRows ? { more: rows.length - mostRows } : {}) };
}

/** By the first column that differs. */
function compareRows(one: BrokerTable['rows'][number], other: BrokerTable['rows'][number]): number {
  for (const [index, cell] of one.entries()) {
    const beside = other[index] ?? '';
    const order =
      typeof cell === 'number' && typeof beside === 'number'
        ? cell - beside
        : String(cell).localeCompare(String(beside));
    if (order !== 0) return order;
  }
  return 0;
}
