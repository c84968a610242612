import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { nameOnlyWhatIsMadeOnce } from './closureNames.ts';

const source = `
  const early = () => 1;
  const make = () => {
    const late = () => 2;
    class Late { static make() { return new Late(); } }
    return { late, Late };
  };
  export const names = () => { const { late, Late } = make(); return [early.name, late.name, Late.name]; };
`;

const bundled = async (): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents: source },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'node20',
    keepNames: true,
  });
  return outputFiles[0]?.text ?? '';
};

const namesIn = async (code: string): Promise<unknown> => {
  const { names } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { names: () => unknown };
  return names();
};

test('a closure that is made after the bundle was loaded is not named; classes and what was made before keep their names', async () => {
  const code = await bundled();
  expect(await namesIn(code)).toEqual(['early', 'late', 'Late']);
  const [named = ''] = nameOnlyWhatIsMadeOnce([code]);
  expect(await namesIn(named)).toEqual(['early', '', 'Late']);
});

test('a bundle whose names are kept in a way that is not known is refused', () => {
  expect(() => nameOnlyWhatIsMadeOnce(['export {};'])).toThrow('in another way');
});
