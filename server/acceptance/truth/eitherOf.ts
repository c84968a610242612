import type { TruthColumn } from '#shared/truth/columns.ts';
import type { Transport } from '#shared/transports/transport.ts';
import type { Situation } from '#shared/truth/situations.ts';

/** A cell where more than one thing happens, as chance will have it. */
interface Either {
  cell: string;
  of: readonly string[];
}

/** kafkajs tries a few times, within about three seconds: the broker may be back before it gives up, or after the caller has. */
const kafkaRetries: Either = {
  cell: 'waits for the broker a few seconds, then fails; lost, or delivered later',
  of: [
    'KafkaJSError: gives up after some tries; lost',
    'KafkaJSError: gives up after some tries; delivered later',
    'never answers; lost',
    'never answers; delivered later',
  ],
};

/** Without a key messages go to the partitions in turn, and only those of one partition keep their order. */
const kafkaOrder: Either = { cell: 'in order within a partition', of: ['in order', 'out of order'] };
const kafkaLateOrder: Either = {
  cell: 'delivered later, in order within a partition',
  of: ['delivered later, in order', 'delivered later, out of order'],
};
/** kafkajs asks for more when all is done that it got together. */
const kafkaOvertaking: Either = {
  cell: 'those of its partition wait for it, others may overtake it',
  of: ['the others wait for it', 'some overtake it, some wait'],
};

const kafkaCells: Readonly<Record<string, Either>> = {
  'emit-no-broker': kafkaRetries,
  row: kafkaOrder,
  'row-no-listener': kafkaLateOrder,
  'row-slow': kafkaOvertaking,
  'row-slow-requests': kafkaOvertaking,
  'row-slow-three': kafkaOvertaking,
};

/** The caller has a confirm channel: what the broker had not yet confirmed when it died fails, what it had is waited for. */
const rabbitCells: Readonly<Record<string, Either>> = {
  'broker-dies': {
    cell: 'never answers; fails with "channel closed" where the broker had not confirmed the request yet',
    of: ['never answers', 'Error: channel closed'],
  },
};

const chanceCells: Partial<Record<Transport, Readonly<Record<string, Either>>>> = {
  kafka: kafkaCells,
  rmq: rabbitCells,
};

export const eitherOf = ({ transport }: TruthColumn, { id }: Situation): Either | undefined =>
  chanceCells[transport]?.[id];
