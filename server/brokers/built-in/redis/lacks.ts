/** What a real Redis has and the built-in broker has not, for the box on the canvas and the docs. */
export const redisLacks: readonly string[] = [
  'lists, sets, hashes, sorted sets, streams, bitmaps',
  'transactions (MULTI, EXEC) and blocking commands',
  'scripts and functions (EVAL, FUNCTION)',
  'sharded pub/sub, cluster and replication',
  'persistence: a kill empties it',
  'users, passwords and TLS (it listens on 127.0.0.1 only)',
  'CONFIG, MONITOR, client-side caching, keyspace notifications',
];
