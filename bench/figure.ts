/** One figure: how fast ours is beside its reference, measured alternately in the same run so that both meet the same machine. */
export interface Figure {
  name: string;
  /** What is compared with what. */
  says: string;
  /** Ours divided by the reference should be at least this. */
  target: number;
  /** Sets up both sides and gives what measures one round of each: work per second. */
  prepare: () => Promise<Sides>;
}

export interface Sides extends AsyncDisposable {
  ours: () => Promise<number>;
  reference: () => Promise<number>;
}

export interface Result {
  name: string;
  says: string;
  target: number;
  ours: number;
  reference: number;
  ratio: { min: number; median: number; max: number };
}

const rounds = 7;

export async function measure(figure: Figure): Promise<Result> {
  await using sides = await figure.prepare();
  await sides.ours();
  await sides.reference();
  const measured: { ours: number; reference: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    measured.push({ reference: await sides.reference(), ours: await sides.ours() });
  }
  const ratios = measured.map(({ ours, reference }) => ours / reference).sort((a, b) => a - b);
  return {
    name: figure.name,
    says: figure.says,
    target: figure.target,
    ours: middle(measured.map(({ ours }) => ours)),
    reference: middle(measured.map(({ reference }) => reference)),
    ratio: { min: ratios[0] ?? 0, median: middle(ratios), max: ratios.at(-1) ?? 0 },
  };
}

const middle = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

/** Runs `work` `count` times with so many under way at once, then waits for `last`. @returns how many per second */
export async function perSecond(
  count: number,
  concurrency: number,
  ...[work, last]: [work: () => Promise<unknown>, last?: () => Promise<unknown>]
): Promise<number> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  const startMs = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  await last?.();
  return count / ((performance.now() - startMs) / 1000);
}
