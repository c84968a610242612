import { expect, test } from 'vitest';
import { HeaderTable } from './hpack.ts';

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const read = (table: HeaderTable, hex: string) => table.read(bytes(hex))?.map(({ name, value }) => `${name}: ${value}`);

test('the examples of RFC 7541, appendix C.4: requests with Huffman codes on one connection', () => {
  const table = new HeaderTable();
  expect(read(table, '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff')).toEqual([
    ':method: GET',
    ':scheme: http',
    ':path: /',
    ':authority: www.example.com',
  ]);
  expect(read(table, '8286 84be 5886 a8eb 1064 9cbf')).toEqual([
    ':method: GET',
    ':scheme: http',
    ':path: /',
    ':authority: www.example.com',
    'cache-control: no-cache',
  ]);
  expect(read(table, '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf')).toEqual([
    ':method: GET',
    ':scheme: https',
    ':path: /index.html',
    ':authority: www.example.com',
    'custom-key: custom-value',
  ]);
});

test('an entry that was made before what is kept is not known, and says so', () => {
  expect(read(new HeaderTable(), '82be')).toEqual([
    ':method: GET',
    'entry 62: not known: what made it is not kept any more',
  ]);
});

test('what is no block is none', () => {
  expect(new HeaderTable().read(bytes('418cf1e3'))).toBeUndefined();
  expect(new HeaderTable().read(bytes('80'))).toBeUndefined();
});
