import { useEffect, useMemo, useState } from 'react';
import type { Flow } from '#shared/flow/flow.ts';
import type { Json } from '#shared/json.ts';
import { command } from '../connection/connection.ts';
import { useThrottledBook } from '../trace/useThrottledBook.ts';
import { handlerSample, type HandlerAddress, type ScopeValues } from './handlerSample.ts';
import { useSamples } from './sampleStore.ts';

export interface SampleInUse {
  values: ScopeValues;
  from: 'message' | 'written' | 'made up';
  /** Of the message, microseconds since 1970. */
  atUs?: number | undefined;
}

/** As often as expressions are tried anew while messages flow. */
const everyMs = 1000;
/** Whole payloads that are fetched to try something on; larger ones are left unknown. */
const mostBytes = 200_000;

/** What the expressions of a handler are tried on, and what their completions know. */
export function useHandlerSample(flow: Flow, { service, id, handler }: HandlerAddress): SampleInUse {
  const book = useThrottledBook(everyMs);
  const written = useSamples((state) => state.written[`${service}.${id}`]);
  const sample = useMemo(() => handlerSample(flow, book, { service, id, handler }), [flow, book, service, id, handler]);
  const whole = useWholePayloads(sample.cut);
  return useMemo(() => {
    const values = { ...sample.values, ...whole, ...written };
    if (written !== undefined) return { values, from: 'written' };
    if (sample.hop === undefined) return { values, from: 'made up' };
    return { values, from: 'message', atUs: sample.hop.startedUs };
  }, [written, sample, whole]);
}

/** What the stream has cut, fetched once for each message. */
function useWholePayloads(cut: readonly { name: string; seq: number; bytes: number }[]): ScopeValues {
  const [whole, setWhole] = useState<{ of: string; values: Record<string, Json> }>({ of: '', values: {} });
  const wanted = cut.filter(({ bytes }) => bytes <= mostBytes);
  const of = wanted.map(({ name, seq }) => `${name} ${seq}`).join();
  useEffect(() => {
    let isCurrent = true;
    const load = async (): Promise<void> => {
      const values: Record<string, Json> = {};
      for (const part of of === '' ? [] : of.split(',')) {
        const [name = '', seq] = part.split(' ');
        const answer = await command('readPayload', { seq: Number(seq) });
        if (answer.ok) values[name] = answer.data;
      }
      if (isCurrent) setWhole({ of, values });
    };
    void load();
    return () => {
      isCurrent = false;
    };
  }, [of]);
  return whole.of === of ? whole.values : none;
}

const none: ScopeValues = {};
