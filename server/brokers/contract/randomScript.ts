import fc from 'fast-check';

const key = fc.constantFrom('a', 'b', 'c');
const value = fc.constantFrom('1', '-7', '9223372036854775807', 'text', '""', '1.5');
const channel = fc.constantFrom('x', 'xy', 'z');
/** No channel fits two of them: the order in which patterns are served is a hash table's. */
const glob = fc.constantFrom('x?', '[w-x]', 'z*');

function line(words: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
  const parts = words.map((word) => (typeof word === 'string' ? fc.constant(word) : word));
  return fc.tuple(...parts).map((texts) => texts.join(' '));
}

/** Names one channel or pattern at a time, as a hash table's order would show with several. */
const command = fc.oneof(
  line(['SET', key, value]),
  line(['SET', key, value, fc.constantFrom('NX', 'XX', 'GET', 'NX GET', 'EX 1000', 'KEEPTTL', 'EX 0', 'NX XX')]),
  line(['GET', key]),
  line(['MGET', key, key]),
  line(['MSET', key, value, key, value]),
  line(['DEL', key, key]),
  line(['EXISTS', key, key]),
  line([fc.constantFrom('INCR', 'DECR'), key]),
  line([fc.constantFrom('INCRBY', 'DECRBY'), key, value]),
  line(['EXPIRE', key, fc.constantFrom('1000', '0', '-5', 'x')]),
  line(['EXPIRE', key, '1000', fc.constantFrom('NX', 'XX', 'NX XX')]),
  line(['PERSIST', key]),
  line(['TYPE', key]),
  line(['KEYS', key]),
  line(['SELECT', fc.constantFrom('0', '1', '2', '99')]),
  line([fc.constantFrom('DBSIZE', 'PING', 'PING hi', 'RESET', 'nope', 'GET', 'CLIENT GETNAME', 'FLUSHDB')]),
  line(['HELLO', fc.constantFrom('2', '3')]),
  line(['SUBSCRIBE', channel]),
  line(['PSUBSCRIBE', glob]),
  line(['UNSUBSCRIBE', channel]),
  line(['PUNSUBSCRIBE', glob]),
  line(['PUBLISH', channel, value]),
  line(['PUBSUB NUMSUB', channel, channel]),
);

const spoken = fc.tuple(fc.constantFrom('1: ', '2: '), command).map((parts) => parts.join(''));

/** Lines of two clients. */
export const randomScript = fc.array(spoken, { minLength: 1, maxLength: 25 });
