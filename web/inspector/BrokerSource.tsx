import { Select } from '@mantine/core';
import type { Broker } from '#shared/flow/flow.ts';
import type { BrokerStatus } from '#shared/status.ts';
import { brokerSources, type BrokerSource as Source } from '#shared/transports/transport.ts';
import { change } from './change.ts';
import sourceClasses from './BrokerSource.module.css';
import classes from './Inspector.module.css';

const auto = 'auto';

const words = {
  [auto]: { label: 'Whichever the server has', about: 'configured, else private, else built-in' },
  configured: { label: 'Configured', about: 'one that is there already, named in the environment' },
  private: { label: 'Private', about: 'a real one, started for this playground alone' },
  'built-in': { label: 'Built-in', about: 'the small one that comes with Patchbay' },
} as const satisfies Record<Source | typeof auto, { label: string; about: string }>;

const choices = [auto, ...brokerSources] as const;

/** What a source is, in words. */
export const sourceWords = (source: Source): string => words[source].about;

export interface BrokerSourceProps {
  id: string;
  broker: Broker;
  status: BrokerStatus | undefined;
}

/** Which of the brokers that the server can give this box has. What the server has not can be seen, with the reason, not chosen. */
export function BrokerSource({ id, broker, status }: BrokerSourceProps) {
  const whyNot = (choice: (typeof choices)[number]): string | undefined =>
    choice === auto ? undefined : status?.missing?.[choice];
  const choose = (chosen: string | null): void => {
    const source = brokerSources.find((one) => one === chosen);
    if (source === broker.source) return;
    change({ edit: 'set', part: 'brokers', id, field: 'source', ...(source === undefined ? {} : { value: source }) });
  };
  return (
    <Select
      label="Which broker it is"
      description="Choosing another one starts it in this one's place: what this one holds is gone."
      size="xs"
      value={broker.source ?? auto}
      allowDeselect={false}
      data={choices.map((value) => ({ value, label: words[value].label, disabled: whyNot(value) !== undefined }))}
      classNames={{ option: sourceClasses.option ?? '' }}
      renderOption={({ option }) => {
        const choice = choices.find((one) => one === option.value) ?? auto;
        return (
          <div>
            <div className={whyNot(choice) === undefined ? undefined : sourceClasses.missing}>{option.label}</div>
            <div className={classes.empty}>{whyNot(choice) ?? words[choice].about}</div>
          </div>
        );
      }}
      onChange={choose}
    />
  );
}
