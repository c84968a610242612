import { loadBundled } from './bundled.ts';
import type { Figure } from './figure.ts';

const count = 20_000;

/** Constants and paths never enter QuickJS; whatever else an expression does costs an engine. */
export const expressions: Figure = {
  name: 'expression-plain',
  says: 'Expressions: a path and a record, computed without an engine / a sum in QuickJS, per second',
  target: 10,
  prepare: async () => {
    const { makeSandbox } = await loadBundled();
    const sandbox = makeSandbox();
    const plain = sandbox.compile('{ total: data.order.total, ok: true }');
    const engine = sandbox.compile('data.order.total + 1');
    const scope = { data: { order: { total: 12 } } };
    const rate = async (expression: typeof plain, times: number): Promise<number> => {
      const startMs = performance.now();
      for (let at = 0; at < times; at += 1) await expression.evaluate(scope);
      return times / ((performance.now() - startMs) / 1000);
    };
    return {
      ours: () => rate(plain, count),
      reference: () => rate(engine, count / 10),
      [Symbol.asyncDispose]: () => Promise.resolve(sandbox.dispose()),
    };
  },
};
