/** What a real Kafka has and the built-in broker has not, for the box on the canvas and the docs. */
export const kafkaLacks: readonly string[] = [
  'transactions and idempotent producers',
  'a second broker: replication, leader elections, clusters',
  'retention by time, compaction, and more than 64 MB of messages (the oldest go first)',
  'static group membership and cooperative rebalancing',
  'ACLs, SASL and TLS (it listens on 127.0.0.1 only)',
  'configuration of topics and brokers, quotas, Streams and Connect',
];
