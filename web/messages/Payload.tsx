import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '#shared/json.ts';
import type { Problem } from '#shared/problem.ts';
import { maxEventDataBytes } from '#shared/trace.ts';
import { JsonText } from '../ui/JsonText.tsx';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import classes from './HopDetail.module.css';
import { readPayload } from './readPayload.ts';

interface PayloadProps {
  label: string;
  value: Json | undefined;
  /** The event that carried it, for fetching what was cut. */
  seq?: number | undefined;
  bytes?: number | undefined;
}

/** What a message carried. The stream cuts what is long; the rest comes when asked for. */
export function Payload({ label, value, seq, bytes }: PayloadProps) {
  const [whole, setWhole] = useState<{ data: Json }>();
  const [problem, setProblem] = useState<Problem>();
  const [isRaw, setRaw] = useState(false);
  const [isLoading, setLoading] = useState(false);
  const isCut = whole === undefined && seq !== undefined && bytes !== undefined && bytes > maxEventDataBytes;
  const load = async (): Promise<void> => {
    if (seq === undefined) return;
    setLoading(true);
    const answer = await readPayload(seq);
    setLoading(false);
    if (answer.ok) setWhole({ data: answer.data });
    else setProblem(answer.problem);
  };
  return (
    <div className={classes.part}>
      <div className={classes.partHead}>
        <h4 className={classes.partTitle}>{label}</h4>
        <span className={classes.partButtons}>
          {value !== undefined && (
            <Button
              size="compact-xs"
              variant={isRaw ? 'light' : 'subtle'}
              color={isRaw ? 'blue' : 'gray'}
              aria-pressed={isRaw}
              aria-label={`${label} raw`}
              onClick={() => setRaw(!isRaw)}
            >
              Raw
            </Button>
          )}
          {isCut && (
            <Button size="compact-xs" variant="light" loading={isLoading} onClick={() => void load()}>
              Load all {Math.ceil(bytes / 1024)} kB
            </Button>
          )}
        </span>
      </div>
      <JsonText label={label} value={whole === undefined ? value : whole.data} isCut={isCut} isRaw={isRaw} />
      {problem !== undefined && <ProblemNote problem={problem} />}
    </div>
  );
}
