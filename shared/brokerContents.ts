import { z } from 'zod';

/** What a broker holds at one moment, as tables: every kind of broker has others. The first column names the row. */
export const brokerTableSchema = z.object({
  /** `Channels` */
  title: z.string(),
  /** `channel`, `subscribers` */
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([z.string(), z.number()]))),
  /** How many rows there are beside these. */
  more: z.number().optional(),
});
export type BrokerTable = z.infer<typeof brokerTableSchema>;

export const brokerContentsSchema = z.object({ tables: z.array(brokerTableSchema) });
export type BrokerContents = z.infer<typeof brokerContentsSchema>;

/** Of a broker that other sessions use too: only what is ours, named as in our flow. */
export function contentsOfSession({ tables }: BrokerContents, prefix: string): BrokerContents {
  return {
    tables: tables.map(({ more: _others, ...table }) => ({
      ...table,
      rows: table.rows.flatMap(([name, ...figures]) =>
        typeof name === 'string' && name.startsWith(prefix) ? [[name.slice(prefix.length), ...figures]] : [],
      ),
    })),
  };
}
