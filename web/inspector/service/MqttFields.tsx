import { groupSchema, type Listener } from '#shared/transports/transport.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { TextField } from '../../ui/TextField.tsx';

type MqttListener = Extract<Listener, { transport: 'mqtt' }>;

const levels = [
  { value: '0', label: '0: at most once' },
  { value: '1', label: '1: at least once' },
  { value: '2', label: '2: exactly once' },
] as const;

/** Who of the replicas receives a message, and how careful broker and clients are with it. */
export function MqttFields({
  listener,
  onChange,
}: {
  listener: MqttListener;
  onChange: (changed: MqttListener) => void;
}) {
  const { group, qos, ...rest } = listener;
  const kept = { ...rest, ...(qos === undefined ? {} : { qos }) };
  return (
    <>
      <TextField
        label="Group"
        value={group ?? ''}
        mono
        placeholder="none: every replica hears every message"
        validate={(text) => (text.trim() === '' || groupSchema.safeParse(text.trim()).success ? undefined : oneWord)}
        onCommit={(text) => onChange(text.trim() === '' ? kept : { ...kept, group: text.trim() })}
      />
      <SelectField
        label="QoS"
        value={String(qos ?? 0)}
        options={levels.map((level) => ({ ...level }))}
        onChange={(value) => onChange({ ...listener, qos: value === '2' ? 2 : value === '1' ? 1 : 0 })}
      />
    </>
  );
}

const oneWord = 'A group is one word of letters, digits, dots and dashes.';
