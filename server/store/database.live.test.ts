import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/tempFolder.ts';
import { Database } from './database.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a write that waits for another program holds nobody up, and is done when its turn comes', async () => {
  using folder = tempFolder();
  const file = join(folder.path, 'flows.db');
  const ours = await Database.open({ file });
  const theirs = await Database.open({ file });
  await ours.alone((sql) => sql.run('CREATE TABLE told (what TEXT)'));
  let begun = (): void => undefined;
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const told: string[] = [];
  const their = theirs.transaction(async (sql) => {
    await sql.run("INSERT INTO told VALUES ('theirs')");
    begun();
    for (let count = 0; count < 100; count += 1) await turn();
    told.push('theirs');
  });
  await hasBegun;
  const our = ours.alone((sql) => sql.run("INSERT INTO told VALUES ('ours')")).then(() => told.push('ours'));
  await Promise.all([their, our]);
  expect(told).toEqual(['theirs', 'ours']);
  expect(await ours.alone((sql) => sql.all('SELECT what FROM told'))).toEqual([{ what: 'theirs' }, { what: 'ours' }]);
  await Promise.all([ours.close(), theirs.close()]);
});
