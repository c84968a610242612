import { useMemo } from 'react';
import type { Recording } from '#shared/recording/recording.ts';
import { stimuliOf } from '#shared/recording/stimuli.ts';
import { goTo } from '../../time/lookBack.ts';
import { actLines } from './actLines.ts';
import { usePlayer } from './playerStore.ts';
import classes from './Viewer.module.css';

/** What is in it, and what people did while it was made: a click goes there. */
export function RecordingPanel({ recording }: { recording: Recording }) {
  const { events, missed, startedAtUs, madeBy } = recording;
  const sent = useMemo(() => stimuliOf(recording).length, [recording]);
  const lines = useMemo(() => actLines(recording), [recording]);
  return (
    <>
      <h2 className={classes.heading}>The recording</h2>
      <ul className={classes.facts}>
        <li>{new Date(startedAtUs / 1000).toLocaleString()}</li>
        <li>
          {sent} {sent === 1 ? 'message' : 'messages'} came in, {events.length} events
          {missed > 0 && `; ${missed} more never reached it`}
        </li>
        <li>Made by {madeBy}</li>
      </ul>
      <h2 className={classes.heading}>What people did</h2>
      {lines.length === 0 && <p className={classes.text}>Nothing was changed or broken meanwhile.</p>}
      <ul className={classes.acts}>
        {lines.map(({ act, text }, index) => (
          <li key={index}>
            <button
              type="button"
              className={classes.act}
              onClick={() => {
                usePlayer.setState({ isPlaying: false });
                goTo(act.atUs);
              }}
            >
              <span className={classes.when}>{((act.atUs - startedAtUs) / 1_000_000).toFixed(3)}</span>
              <span className={classes.actText}>{text}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
