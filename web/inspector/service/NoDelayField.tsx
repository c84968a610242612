import type { Listener } from '#shared/transports/transport.ts';
import { SelectField } from '../../ui/SelectField.tsx';

type TcpListener = Extract<Listener, { transport: 'tcp' }>;

const choices = [
  { value: 'on', label: 'at once (noDelay)' },
  { value: 'off', label: 'as Nest (Nagle)' },
] as const;

/** Whether a frame leaves although the one before it is not acknowledged yet: without, a stream over TCP comes 40 ms apart. */
export function NoDelayField({
  listener,
  onChange,
}: {
  listener: TcpListener;
  onChange: (changed: TcpListener) => void;
}) {
  const { noDelay, ...rest } = listener;
  return (
    <SelectField
      label="Replies leave"
      value={noDelay === false ? 'off' : 'on'}
      options={choices}
      problem={undefined}
      onChange={(chosen) => onChange(chosen === 'off' ? { ...rest, noDelay: false } : rest)}
    />
  );
}
