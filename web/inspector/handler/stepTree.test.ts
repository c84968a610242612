import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { walkSteps, type Step } from '#shared/steps/step.ts';
import { StepKeys } from './stepKeys.ts';
import {
  changeList,
  gapsFor,
  insertSteps,
  listsOf,
  moveStep,
  neighbourGap,
  removeStep,
  stepAt,
  stepPath,
} from './stepTree.ts';
import { placeWords, stepNumber } from './stepWords.ts';

const log = (value: string): Step => ({ do: 'log', value });

/** 0 a, 1 when { then: b, c; else: – }, 2 attempt { steps: d; catch: – }, 3 parallel [e] [] */
const steps: Step[] = [
  log('a'),
  { do: 'when', condition: 'x', then: [log('b'), log('c')] },
  { do: 'attempt', steps: [log('d')], catch: [] },
  { do: 'parallel', branches: [[log('e')], []] },
];

/** `a when(b c) attempt(d | ) …`: the shape in one line. */
const shape = (list: readonly Step[]): string =>
  list
    .map((step) => {
      if (step.do === 'log') return step.value;
      const inner = listsOf([step])
        .filter(({ list: path }) => /^0\.[^.]+(\.\d+)?$/.test(path))
        .map(({ steps: below }) => shape(below));
      return `${step.do}(${inner.join('|')})`;
    })
    .join(' ');

const moved = (from: [string, number], to: [string, number]) => {
  const result = moveStep(steps, { list: from[0], index: from[1] }, { list: to[0], index: to[1] });
  return result === undefined ? undefined : [shape(result.steps), stepPath(result.at)];
};

describe('moving a step', () => {
  it.each([
    ['down in its list', ['', 0], ['', 4], 'when(b c) attempt(d|) parallel(e|) a', '3'],
    ['up in its list', ['1.then', 1], ['1.then', 0], 'a when(c b) attempt(d|) parallel(e|)', '1.then.0'],
    ['into a list', ['', 0], ['1.then', 1], 'when(b a c) attempt(d|) parallel(e|)', '0.then.1'],
    ['into an empty list', ['', 0], ['2.catch', 0], 'when(b c) attempt(d|a) parallel(e|)', '1.catch.0'],
    ['into a branch', ['2.steps', 0], ['3.branches.1', 0], 'a when(b c) attempt(|) parallel(e|d)', '3.branches.1.0'],
    ['out of a list', ['1.then', 0], ['', 0], 'b a when(c) attempt(d|) parallel(e|)', '0'],
    ['with all that it holds', ['', 1], ['2.steps', 1], 'a attempt(d when(b c)|) parallel(e|)', '1.steps.1'],
  ] as const)('%s', (...[, from, to, ...expected]) => {
    expect(moved([...from], [...to])).toEqual(expected);
  });

  it('is nothing where the step is already, inside itself, or where there is no list', () => {
    const nowhere: [string, number][] = [
      ['', 1],
      ['', 2],
      ['1.then', 0],
      ['1.else', 0],
      ['7.then', 0],
    ];
    expect(nowhere.map((to) => moved(['', 1], to))).toEqual(nowhere.map(() => undefined));
  });

  it('never loses or doubles a step, wherever it goes', () => {
    const all = (list: readonly Step[]): string[] => {
      const found: string[] = [];
      walkSteps(list, '', (step) => found.push(step.do === 'log' ? step.value : step.do));
      return found.toSorted();
    };
    const places = listsOf(steps).flatMap((one) => one.steps.map((_, index) => ({ list: one.list, index })));
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.nat(), (from, pick) => {
        const gaps = gapsFor(steps, from);
        const gap = gaps[pick % gaps.length] ?? { list: '', index: 0 };
        const result = moveStep(steps, from, gap);
        if (result === undefined) return;
        expect(all(result.steps)).toEqual(all(steps));
        expect(stepAt(result.steps, result.at)).toEqual(stepAt(steps, from));
      }),
    );
  });
});

describe('places', () => {
  it('are gone through from top to bottom, without those inside the step itself', () => {
    expect(gapsFor(steps, { list: '', index: 1 }).map((gap) => stepPath(gap))).toEqual([
      '0',
      '1',
      '2.steps.0',
      '2.steps.1',
      '2.catch.0',
      '3',
      '3.branches.0.0',
      '3.branches.0.1',
      '3.branches.1.0',
      '4',
    ]);
  });

  it('have names', () => {
    expect([
      placeWords(steps, { list: '', index: 4 }, { list: '', index: 0 }),
      placeWords(steps, { list: '1.then', index: 0 }, { list: '', index: 0 }),
      placeWords(steps, { list: '3.branches.1', index: 0 }),
      stepNumber(steps, { list: '3.branches.0', index: 0 }),
    ]).toEqual([
      'place 4 of 4',
      'place 1 of 3 in then of step 2',
      'place 1 of 1 in branch 2 of step 4',
      '4 branch 1 1',
    ]);
  });

  it('beside a step lead out of its list at the edges', () => {
    expect([
      neighbourGap(steps, { list: '1.then', index: 0 }, 1),
      neighbourGap(steps, { list: '1.then', index: 0 }, -1),
      neighbourGap(steps, { list: '1.then', index: 1 }, 1),
      neighbourGap(steps, { list: '3.branches.0', index: 0 }, 1),
      neighbourGap(steps, { list: '', index: 0 }, -1),
    ]).toEqual([
      { list: '1.then', index: 2 },
      { list: '', index: 1 },
      { list: '', index: 2 },
      { list: '', index: 4 },
      undefined,
    ]);
  });
});

it('a list that is not there changes nothing', () => {
  expect(changeList(steps, '1.else', () => [log('z')])).toEqual(steps);
  expect(insertSteps(steps, { list: '2.catch', index: 0 }, [log('z')])[2]).toEqual({
    do: 'attempt',
    steps: [log('d')],
    catch: [log('z')],
  });
});

describe('keys', () => {
  const keysOf = (keys: StepKeys, list: readonly Step[]): number[] => {
    keys.match(list);
    return listsOf(list).flatMap((one) => one.steps.map((_, index) => keys.keyAt({ list: one.list, index })));
  };
  const keyed = () => {
    const keys = new StepKeys();
    keysOf(keys, steps);
    return keys;
  };
  const key = (keys: StepKeys, list: string, index: number) => keys.keyAt({ list, index });

  it('stay with a step that is moved, with those beside it, and with what it holds', () => {
    const keys = keyed();
    const [when, b] = [key(keys, '', 1), key(keys, '1.then', 0)];
    const result = moveStep(steps, { list: '', index: 1 }, { list: '2.steps', index: 0 });
    keys.match(result?.steps ?? []);
    expect([keys.placeOf(when), keys.placeOf(b)]).toEqual([
      { list: '1.steps', index: 0 },
      { list: '1.steps.0.then', index: 0 },
    ]);
  });

  it('stay with a step that is changed, and go with one that is removed', () => {
    const keys = keyed();
    const [a, when, parallel] = [key(keys, '', 0), key(keys, '', 1), key(keys, '', 3)];
    keys.match([{ do: 'log', value: 'changed' }, ...removeStep(steps, { list: '', index: 0 }).slice(1)]);
    expect([a, when, parallel].map((one) => keys.placeOf(one))).toEqual([
      { list: '', index: 0 },
      undefined,
      { list: '', index: 2 },
    ]);
  });

  it('are the same after another copy of the same steps', () => {
    const keys = keyed();
    const before = keysOf(keys, steps);
    expect(keysOf(keys, structuredClone(steps))).toEqual(before);
    expect(new Set(before).size).toBe(before.length);
  });

  it('are new for a copy that is put beside', () => {
    const keys = keyed();
    const a = key(keys, '', 0);
    keys.match(insertSteps(steps, { list: '', index: 1 }, [log('a')]));
    expect([keys.placeOf(a), key(keys, '', 1) === a]).toEqual([{ list: '', index: 0 }, false]);
  });
});
