/**
 * How long things took, as counts per bucket: memory does not grow with traffic, and histograms of seconds, replicas or
 * sessions can be added up. Ten buckets per decade, so a quantile is at most a third of its bucket's width off its true place.
 */

const perDecade = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8];
const decadesMs = [0.1, 1, 10, 100, 1000, 10_000];

/** Upper bounds of the buckets in ms, up to 100 s; what takes longer falls into one more bucket, at index `boundsMs.length`. */
export const boundsMs: readonly number[] = [
  ...decadesMs.flatMap((decade) => perDecade.map((step) => Number((decade * step).toPrecision(2)))),
  100_000,
];

/** The bucket of a time: the first whose bound is not smaller. */
export function bucketOf(ms: number): number {
  let low = 0;
  let high = boundsMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((boundsMs[middle] ?? Infinity) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Counts of the buckets that have any: bucket, count, bucket, count, … */
export type Times = number[];

export function addTime(times: Times, bucket: number, count = 1): void {
  for (let at = 0; at < times.length; at += 2) {
    if (times[at] === bucket) {
      times[at + 1] = (times[at + 1] ?? 0) + count;
      return;
    }
  }
  times.push(bucket, count);
}

/** All of `more` into `times`. */
export function addTimes(times: Times, more: Times): void {
  for (let at = 0; at < more.length; at += 2) addTime(times, more[at] ?? 0, more[at + 1]);
}

/**
 * The time in ms that this share (0 to 1) did not exceed, put where it would lie if times were spread evenly over their bucket.
 * Undefined when nothing was timed; 100 s stands for anything longer.
 */
export function quantileMs(times: Times, share: number): number | undefined {
  const pairs: { bucket: number; count: number }[] = [];
  for (let at = 0; at < times.length; at += 2) pairs.push({ bucket: times[at] ?? 0, count: times[at + 1] ?? 0 });
  pairs.sort((a, b) => a.bucket - b.bucket);
  const rank = share * pairs.reduce((sum, { count }) => sum + count, 0);
  let below = 0;
  for (const { bucket, count } of pairs) {
    if (below + count < rank) {
      below += count;
      continue;
    }
    const from = boundsMs[bucket - 1] ?? 0;
    const to = boundsMs[bucket] ?? from;
    return from + (to - from) * ((rank - below) / count);
  }
  return undefined;
}
