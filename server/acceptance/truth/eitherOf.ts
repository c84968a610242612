import type { TruthColumn } from '#shared/truth/columns.ts';
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

export const eitherOf = ({ transport }: TruthColumn, { id }: Situation): Either | undefined =>
  transport === 'kafka' && id === 'emit-no-broker' ? kafkaRetries : undefined;
