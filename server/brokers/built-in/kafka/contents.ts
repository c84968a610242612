import type { BrokerContents, BrokerTable } from '#shared/brokerContents.ts';
import { brokerTable } from '#shared/brokerTable.ts';
import type { Groups } from './groups/groups.ts';
import type { Store } from './keep/store.ts';

/** Topics with their partitions, how far each group has come on them, and who takes part. */
export function kafkaContents({ topics, offsets }: Store, groups: Groups): BrokerContents {
  const partitions = topics.names.flatMap((name) =>
    (topics.find(name) ?? []).map((log, partition) => [name, partition, log.end - log.start, log.end]),
  );
  const committed: BrokerTable['rows'] = offsets.groups.flatMap((group) =>
    [...offsets.of(group)].flatMap(([topic, of]) =>
      [...of].map(([partition, { offset }]) => {
        const end = topics.partition(topic, partition)?.end ?? offset;
        return [group, topic, partition, offset, Math.max(end - offset, 0)];
      }),
    ),
  );
  const members = groups.ids.map((id) => {
    const group = groups.find(id);
    return [id, group?.members.size ?? 0, stateTexts[group?.state ?? 'Empty']];
  });
  return {
    tables: [
      brokerTable('Partitions', ['topic', 'partition', 'messages', 'end'], partitions),
      brokerTable('Offsets', ['group', 'topic', 'partition', 'committed', 'lag'], committed),
      brokerTable('Groups', ['group', 'members', 'state'], members),
    ],
  };
}

const stateTexts = {
  Empty: 'empty',
  PreparingRebalance: 'joining',
  CompletingRebalance: 'sharing out',
  Stable: 'stable',
} as const;
