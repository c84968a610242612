import type { Wire } from '#shared/flow/flow.ts';
import { rmqRoute } from '#shared/flow/rmqRoute.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useProblemAt } from '../../problems/useProblems.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { change } from '../change.ts';
import { whyNoQueue } from '../service/RmqFields.tsx';

/** Into which queue of a RabbitMQ a wire puts its messages, where none is named as the listeners there say; and how long they live. */
export function WireQueue({ id, wire }: { id: string; wire: Wire }) {
  const flow = useFlowStore((state) => state.flow);
  const problem = useProblemAt(`wires.${id}.queue`);
  const route = rmqRoute(flow, { to: wire.to });
  const commit = (text: string): void => {
    const queue = text.trim();
    change({ edit: 'set', part: 'wires', id, field: 'queue', ...(queue === '' ? {} : { value: queue }) });
  };
  const choose = (kept: (typeof lives)[number]['value']): void => {
    change({ edit: 'set', part: 'wires', id, field: 'persistent', ...(kept === 'broker' ? {} : { value: true }) });
  };
  return (
    <>
      <TextField
        label="Queue"
        value={wire.queue ?? ''}
        mono
        placeholder={route.to === 'topic' ? 'by topics, to whoever has the pattern' : route.queue}
        problem={problem}
        validate={whyNoQueue}
        onCommit={commit}
      />
      <SelectField
        label="A message lives"
        value={wire.persistent === true ? 'queue' : 'broker'}
        options={lives}
        onChange={choose}
      />
    </>
  );
}

const lives = [
  { value: 'broker', label: 'as long as the broker runs (NestJS)' },
  { value: 'queue', label: 'as long as its durable queue (persistent)' },
] as const;
