import { defaultQueue } from '#shared/transports/rmqOptions.ts';
import { rmqQueueSchema, type Listener } from '#shared/transports/transport.ts';
import { useProblemAt } from '../../problems/useProblems.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { TextField } from '../../ui/TextField.tsx';

type RmqListener = Extract<Listener, { transport: 'rmq' }>;

interface RmqFieldsProps {
  /** The listener's path in the flow. */
  at: string;
  listener: RmqListener;
  onChange: (changed: RmqListener) => void;
}

/** What people set of a queue. What is left as NestJS has it is not written into the drawing. */
export function RmqFields({ at, listener, onChange }: RmqFieldsProps) {
  const problems = { queue: useProblemAt(`${at}.queue`), deadLetterQueue: useProblemAt(`${at}.deadLetterQueue`) };
  const put = (changed: { [K in keyof RmqListener]?: RmqListener[K] | undefined }): void => {
    const kept = Object.entries({ ...listener, ...changed }).filter(([, value]) => value !== undefined);
    onChange(Object.fromEntries(kept) as RmqListener);
  };
  const isAcknowledging = listener.noAck === false;
  return (
    <>
      <TextField
        label="Queue"
        value={listener.queue ?? ''}
        mono
        placeholder={defaultQueue}
        problem={problems.queue}
        validate={whyNoQueue}
        onCommit={(text) => put({ queue: text.trim() || undefined })}
      />
      <SelectField
        label="Messages come"
        value={listener.exchange ?? 'queue'}
        options={ways}
        onChange={(way) => put({ exchange: way === 'topic' ? way : undefined })}
      />
      <SelectField
        label="The queue"
        value={listener.durable === false ? 'gone' : 'durable'}
        options={durabilities}
        onChange={(durable) => put({ durable: durable === 'gone' ? false : undefined })}
      />
      <SelectField
        label="A message is done"
        value={isAcknowledging ? 'handled' : 'handed'}
        options={acknowledgements}
        onChange={(when) => put({ noAck: when === 'handled' ? false : undefined, prefetch: undefined })}
      />
      {isAcknowledging && (
        <NumberField
          label="Prefetch"
          value={listener.prefetch}
          min={1}
          max={65_535}
          optional
          wholeNumber
          placeholder="any number"
          onCommit={(prefetch) => put({ prefetch })}
        />
      )}
      {isAcknowledging && (
        <TextField
          label="Dead letters go to queue"
          value={listener.deadLetterQueue ?? ''}
          mono
          placeholder="none"
          problem={problems.deadLetterQueue}
          validate={whyNoQueue}
          onCommit={(text) => put({ deadLetterQueue: text.trim() || undefined })}
        />
      )}
    </>
  );
}

const ways = [
  { value: 'queue', label: 'by queue' },
  { value: 'topic', label: 'by topics (wildcards)' },
] as const;

const durabilities = [
  { value: 'durable', label: 'durable' },
  { value: 'gone', label: 'not durable' },
] as const;

const acknowledgements = [
  { value: 'handed', label: 'as it comes (noAck)' },
  { value: 'handled', label: 'when handled (ack)' },
] as const;

/** Empty means the default. */
export const whyNoQueue = (text: string): string | undefined =>
  text.trim() === '' || rmqQueueSchema.safeParse(text.trim()).success
    ? undefined
    : 'A queue is one word without spaces that does not begin with "amq.".';
