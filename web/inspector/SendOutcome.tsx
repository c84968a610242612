import { Anchor } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import type { DriveResult, SendResult } from '#shared/ipc.ts';
import type { Json } from '#shared/json.ts';
import { errorText } from '#shared/trace.ts';
import { useLayoutStore } from '../layout/layoutStore.ts';
import { comeBack } from '../time/openTime.ts';
import { useTraceStore } from '../trace/traceStore.ts';
import { durationText } from '../ui/durationText.ts';
import { JsonText } from '../ui/JsonText.tsx';
import classes from './SendOutcome.module.css';

interface SendOutcomeProps {
  result: SendResult | DriveResult;
  /** An event gets no reply, which is no failure. */
  isEvent?: boolean;
}

/** What the caller got, and the way to the trace that says why. */
export function SendOutcome({ result, isEvent = false }: SendOutcomeProps) {
  const showTrace = async (): Promise<void> => {
    await comeBack();
    useTraceStore.getState().selectTrace(result.traceId);
    useLayoutStore.getState().showTab('timeline');
  };
  const hasFailed = result.error !== undefined || ('status' in result && (result.status ?? 0) >= 400);
  const Mark = hasFailed ? IconX : IconCheck;
  return (
    <section className={classes.outcome} aria-label="Result" aria-live="polite">
      <div className={classes.head} data-failed={hasFailed || undefined}>
        <Mark size={16} aria-hidden />
        <span className={classes.word}>{headline(result, isEvent)}</span>
        <span className={classes.time}>{durationText(result.durationMs)}</span>
        <Anchor component="button" size="xs" onClick={() => void showTrace()}>
          Show trace
        </Anchor>
      </div>
      {!isEvent && <JsonText label={hasFailed ? 'Error' : 'Reply'} value={valueOf(result)} />}
    </section>
  );
}

function headline(result: SendResult | DriveResult, isEvent: boolean): string {
  if ('status' in result && result.status !== undefined) return `HTTP ${result.status}`;
  if (result.error !== undefined) return errorText(result.error) || 'failed';
  return isEvent ? 'sent' : 'replied';
}

function valueOf(result: SendResult | DriveResult): Json | undefined {
  if (result.error !== undefined) return result.error;
  if ('body' in result) return result.body;
  return 'replies' in result && result.replies !== undefined
    ? result.replies
    : 'reply' in result
      ? result.reply
      : undefined;
}
