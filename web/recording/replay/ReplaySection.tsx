import { Button } from '@mantine/core';
import { IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Flow } from '#shared/flow/flow.ts';
import type { ReplayDiff, StimulusDiff } from '#shared/recording/diff/diffReplay.ts';
import type { Recording } from '#shared/recording/recording.ts';
import classes from '../viewer/Viewer.module.css';
import { setReplay, useReplay } from './replayStore.ts';
import { compareSideBySide, runReplay } from './runReplay.ts';

interface ReplaySectionProps {
  recording: Recording;
  /** What was on the screen before, when that is another drawing. */
  drawn: Flow | undefined;
}

/** Plays the recording again for real, and says what went differently. */
export function ReplaySection({ recording, drawn }: ReplaySectionProps) {
  const replay = useReplay((state) => state.replay);
  const controller = useRef<AbortController>(undefined);
  useEffect(() => {
    setReplay({ state: 'none' });
    return () => controller.current?.abort();
  }, []);
  const run = (flow: Flow | undefined): void => {
    controller.current?.abort();
    const mine = new AbortController();
    controller.current = mine;
    void runReplay(recording, { flow, signal: mine.signal });
  };
  const cancel = (): void => {
    controller.current?.abort();
    setReplay({ state: 'none' });
  };
  const isRunning = replay.state === 'running';
  return (
    <section aria-label="Replay">
      <h2 className={classes.heading}>Replay</h2>
      <p className={classes.text}>
        Sends everything that came in again, for real, in a playground of its own, with the same dice, faults and
        changes at the same times.
      </p>
      <div className={classes.buttons}>
        <Button
          size="xs"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          disabled={isRunning}
          onClick={() => run(undefined)}
        >
          Replay it
        </Button>
        {drawn !== undefined && (
          <Button size="xs" variant="default" disabled={isRunning} onClick={() => run(drawn)}>
            On the drawing of now
          </Button>
        )}
        {isRunning && (
          <Button size="xs" variant="default" leftSection={<IconX size={14} aria-hidden />} onClick={cancel}>
            Stop
          </Button>
        )}
      </div>
      <div role="status" className={classes.text}>
        {replay.state === 'running' && `${replay.done} of ${replay.all} done…`}
        {replay.state === 'failed' && `It could not be played again: ${replay.why}`}
        {replay.state === 'done' && replay.diff.summary}
      </div>
      {replay.state === 'done' && <Differences diff={replay.diff} />}
    </section>
  );
}

function Differences({ diff }: { diff: ReplayDiff }) {
  const [shown, setShown] = useState<number>();
  const [isAll, setAll] = useState(false);
  const lines = isAll ? diff.stimuli : diff.stimuli.filter(({ verdict }) => verdict !== 'same');
  const same = diff.stimuli.length - diff.stimuli.filter(({ verdict }) => verdict !== 'same').length;
  return (
    <>
      {diff.notes.map((note) => (
        <p key={note} className={classes.text}>
          {note}
        </p>
      ))}
      <ul className={classes.acts} aria-label="What went differently">
        {lines.slice(0, mostLines).map((one) => (
          <li key={one.number}>
            <button
              type="button"
              className={classes.act}
              data-verdict={one.verdict}
              aria-expanded={shown === one.number}
              onClick={() => {
                setShown(one.number);
                compareSideBySide(one);
              }}
            >
              <span className={classes.when}>{(one.afterUs / 1_000_000).toFixed(3)}</span>
              <span className={classes.actText}>
                {one.number}. {one.label}: {one.words}
              </span>
            </button>
            {shown === one.number && <Details one={one} />}
          </li>
        ))}
      </ul>
      {lines.length > mostLines && <p className={classes.text}>{lines.length - mostLines} more like these.</p>}
      {same > 0 && !isAll && (
        <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
          Show also {same === 1 ? 'the one' : `the ${same}`} that went as then
        </Button>
      )}
    </>
  );
}

const mostLines = 200;

function Details({ one }: { one: StimulusDiff }) {
  if (one.diff === undefined) return null;
  const { differences, notes } = one.diff;
  return (
    <ul className={classes.details}>
      {differences.map(({ way, what, words }) => (
        <li key={`${way} ${what}`}>{words}</li>
      ))}
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
