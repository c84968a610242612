import { expect, test } from 'vitest';
import { maxNameLength, serviceSchema } from '#shared/flow/flow.ts';
import { freeNameAmong } from './placed.ts';

const isName = (name: string): boolean => serviceSchema.shape.name.safeParse(name).data === name;

test('a copy of the copy of something with the longest name there can be has a name that is taken, too', () => {
  const long = 'n'.repeat(maxNameLength);
  const names = new Set([long]);
  for (let copies = 0; copies < 12; copies += 1) names.add(freeNameAmong(names, long));
  expect([names.size, [...names].every(isName)]).toEqual([13, true]);
  expect([...names].slice(-1)).toEqual([`${'n'.repeat(maxNameLength - 3)} 13`]);
});

test('a name is cut between characters and words, never within them', () => {
  const faces = '🙂'.repeat(maxNameLength / 2);
  const words = `${'w'.repeat(maxNameLength - 3)} ww`;
  expect([
    freeNameAmong(new Set([faces]), faces),
    freeNameAmong(new Set([`x${faces}`.slice(0, -2)]), `x${faces}`.slice(0, -2)),
    freeNameAmong(new Set([words]), words),
    freeNameAmong(new Set([words]), words, '-'),
  ]).toEqual([
    `${'🙂'.repeat(maxNameLength / 2 - 1)} 2`,
    `x${'🙂'.repeat(maxNameLength / 2 - 2)} 2`,
    `${'w'.repeat(maxNameLength - 3)} 2`,
    `${'w'.repeat(maxNameLength - 3)}-2`,
  ]);
});
