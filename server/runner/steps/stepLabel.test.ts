import { expect, it } from 'vitest';
import { stepLabel } from './stepLabel.ts';

it('counts from 1 and names the inner lists', () => {
  expect(
    [[1], [0, 'catch', 2], [0, 'branches', 1, 0], [3, 'then', 0, 'steps', 1], [0, 'finally', 0]].map(stepLabel),
  ).toEqual([
    'step 2',
    'step 1 › catch step 3',
    'step 1 › branch 2 step 1',
    'step 4 › then step 1 › step 2',
    'step 1 › finally step 1',
  ]);
});
