import { expect, test } from 'vitest';
import { examples } from './index.ts';
import { exampleMenu } from './menu.ts';

test('each entry of the menu of examples opens a flow that is called the same', () => {
  expect(examples.map(({ id, flow }) => ({ id, name: flow.name }))).toEqual(
    exampleMenu.map(({ id, name }) => ({ id, name })),
  );
});
