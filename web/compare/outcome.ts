import type { Flow } from '#shared/flow/flow.ts';
import type { Json } from '#shared/json.ts';
import { own } from '#shared/flow/lookup.ts';

/** What came of one run on one transport. */
export interface Run {
  /** `200`, for a request of a driver. */
  status?: number | undefined;
  answer?: Json | undefined;
  error?: Json | undefined;
  durationMs: number;
  /** Messages that reached a replica: `orders`, replica 0. */
  received: readonly { service: string; replica: number }[];
}

/** All runs on one transport, in a few words. */
export interface Outcome {
  runs: number;
  failed: number;
  /** Milliseconds: the middle one, and the longest. */
  medianMs: number;
  longestMs: number;
  /** What most runs gave. */
  status?: number | undefined;
  answer?: Json | undefined;
  error?: Json | undefined;
  /** How many runs gave something else. */
  others: number;
  /** Per service how many messages each of its replicas got, by replica. */
  received: { service: string; byReplica: number[] }[];
}

/** Sums up at least one run. */
export function outcomeOf(flow: Flow, runs: readonly Run[]): Outcome {
  const durations = runs.map(({ durationMs }) => durationMs).toSorted((one, other) => one - other);
  const groups = new Map<string, Run[]>();
  for (const run of runs) groups.set(shape(run), [...(groups.get(shape(run)) ?? []), run]);
  const [most] = [...groups.values()].toSorted((one, other) => other.length - one.length);
  const typical = most?.[0];
  return {
    runs: runs.length,
    failed: runs.filter(hasFailed).length,
    medianMs: durations[Math.floor(durations.length / 2)] ?? 0,
    longestMs: durations.at(-1) ?? 0,
    status: typical?.status,
    answer: typical?.answer,
    error: typical?.error,
    others: runs.length - (most?.length ?? 0),
    received: receivedBy(flow, runs),
  };
}

const hasFailed = ({ error, status }: Run): boolean => error !== undefined || (status ?? 0) >= 400;

/** Values differ from run to run (ids, times); their form does not. */
const shape = ({ status, answer, error }: Run): string => JSON.stringify([status, formOf(answer), error ?? null]);

function formOf(value: Json | undefined): unknown {
  if (Array.isArray(value)) return value.map(formOf);
  if (typeof value !== 'object' || value === null) return value === undefined ? 'nothing' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, formOf(inner)]));
}

function receivedBy(flow: Flow, runs: readonly Run[]): Outcome['received'] {
  const counts = new Map<string, number[]>();
  for (const { service, replica } of runs.flatMap(({ received }) => received)) {
    const replicas = own(flow.services, service)?.replicas ?? 1;
    const byReplica = counts.get(service) ?? Array.from({ length: replicas }, () => 0);
    byReplica[replica] = (byReplica[replica] ?? 0) + 1;
    counts.set(service, byReplica);
  }
  return [...counts]
    .map(([service, byReplica]) => ({ service: own(flow.services, service)?.name ?? service, byReplica }))
    .toSorted((one, other) => one.service.localeCompare(other.service));
}
