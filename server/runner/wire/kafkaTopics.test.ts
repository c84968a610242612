import { expect, it } from 'vitest';
import type { kafkajs } from './kafkaPackage.ts';
import { makeTopics } from './kafkaTopics.ts';

interface Answers {
  known: () => Promise<unknown>;
}

/** kafkajs itself fails at once, when it waits for leaders, on a topic that the broker does not know yet. */
function kafkaThat({ known }: Answers): kafkajs.Kafka {
  const admin = {
    connect: () => Promise.resolve(),
    disconnect: () => Promise.resolve(),
    createTopics: ({ waitForLeaders = true }) => (waitForLeaders ? known() : Promise.resolve(true)),
    fetchTopicMetadata: known,
  };
  return { admin: () => admin } as unknown as kafkajs.Kafka;
}

const errorOf = (type: string): Error => Object.assign(new Error(type), { type });

it('waits for a topic that a Kafka has made and does not know yet', async () => {
  let asked = 0;
  const known = (): Promise<unknown> => {
    asked += 1;
    if (asked < 3) return Promise.reject(errorOf('UNKNOWN_TOPIC_OR_PARTITION'));
    return Promise.resolve({ topics: [{ name: 'sum.reply', partitions: [{}] }] });
  };
  await makeTopics(kafkaThat({ known }), ['sum.reply'], 1);
  expect(asked).toBe(3);
});

it('says at once what waiting does not mend', async () => {
  const known = (): Promise<unknown> => Promise.reject(errorOf('TOPIC_AUTHORIZATION_FAILED'));
  await expect(makeTopics(kafkaThat({ known }), ['sum.reply'], 1)).rejects.toThrow('TOPIC_AUTHORIZATION_FAILED');
});
