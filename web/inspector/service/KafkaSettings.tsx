import { groupIdSchema, kafkaPartitions, maxKafkaPartitions, type Listener } from '#shared/transports/transport.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Toggle } from '../../ui/Toggle.tsx';

type KafkaListener = Extract<Listener, { transport: 'kafka' }>;

interface KafkaSettingsProps {
  /** The service's id. */
  service: string;
  listener: KafkaListener;
  onChange: (changed: KafkaListener) => void;
}

/** Who shares the partitions, how many there are, and where a group that is new begins. */
export function KafkaSettings({ service, listener, onChange }: KafkaSettingsProps) {
  const { groupId, partitions, fromBeginning, ...rest } = listener;
  const put = (changed: Partial<KafkaListener>): void => {
    const set = { groupId, partitions, fromBeginning, ...changed };
    const given = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
    onChange({ ...rest, ...given });
  };
  return (
    <>
      <TextField
        label="Consumer group"
        value={groupId ?? ''}
        mono
        placeholder={`${service}: its replicas share`}
        validate={(text) => (text.trim() === '' || groupIdSchema.safeParse(text.trim()).success ? undefined : oneWord)}
        onCommit={(text) => put({ groupId: text.trim() === '' ? undefined : text.trim() })}
      />
      <NumberField
        label="Partitions of each topic"
        value={partitions}
        min={1}
        max={maxKafkaPartitions}
        optional
        wholeNumber
        placeholder={String(kafkaPartitions)}
        onCommit={(count) => put({ partitions: count })}
      />
      <Toggle
        size="xs"
        label="A new group reads from the beginning"
        checked={fromBeginning ?? true}
        onChange={() => put({ fromBeginning: fromBeginning === false ? undefined : false })}
      />
    </>
  );
}

const oneWord = 'A consumer group is one word of letters, digits, dots, hyphens and underscores.';
