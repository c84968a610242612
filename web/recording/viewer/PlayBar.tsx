import { ActionIcon, Button, Tooltip } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  type Icon,
} from '@tabler/icons-react';
import { useEffect } from 'react';
import { stepTo } from '../../time/lookBack.ts';
import { TimeTrack } from '../../time/TimeTrack.tsx';
import { useTime } from '../../time/timeStore.ts';
import { isTyping } from '../../ui/isTyping.ts';
import { secondsText } from '../lengthText.ts';
import { togglePlaying } from './player.ts';
import { rates, usePlayer, type Rate } from './playerStore.ts';
import classes from './Viewer.module.css';

const rateText: Record<Rate, string> = { 0.01: '1⁄100×', 0.1: '⅒×', 1: '1×' };

/** Plays the recording, slowly unless told otherwise: a message takes a millisecond. */
export function PlayBar({ startedAtUs }: { startedAtUs: number }) {
  const { isPlaying, rate } = usePlayer();
  const past = useTime((time) => time.indexed?.past);
  const atUs = useTime((time) => time.atUs);
  useTime((time) => time.version);
  useEffect(listenToKeys, []);
  if (past === undefined || past.count === 0) {
    return <section className={classes.bar}>Nothing happened while this was recorded.</section>;
  }
  const step = (direction: 1 | -1): void => {
    usePlayer.setState({ isPlaying: false });
    stepTo(direction);
  };
  return (
    <section className={classes.bar} aria-label="Playing" data-testid="play-bar">
      <Tool
        label={isPlaying ? 'Pause (Space)' : 'Play (Space)'}
        icon={isPlaying ? IconPlayerPauseFilled : IconPlayerPlayFilled}
        onClick={togglePlaying}
      />
      <Tool label="What happened before (Shift S)" icon={IconChevronLeft} onClick={() => step(-1)} />
      <Tool label="What happened next (S)" icon={IconChevronRight} onClick={() => step(1)} />
      <Button.Group aria-label="Speed">
        {rates.map((one) => (
          <Button
            key={one}
            size="compact-sm"
            variant={one === rate ? 'filled' : 'default'}
            aria-pressed={one === rate}
            aria-label={`Speed ${rateText[one]}`}
            onClick={() => usePlayer.setState({ rate: one })}
          >
            {rateText[one]}
          </Button>
        ))}
      </Button.Group>
      <span className={classes.clock} data-testid="play-clock">
        {secondsText((atUs ?? past.endUs) - startedAtUs)}
      </span>
      <TimeTrack past={past} atUs={atUs} />
      <span className={classes.clock}>{secondsText(past.endUs - startedAtUs)}</span>
    </section>
  );
}

function listenToKeys(): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const isOnButton = event.target instanceof Element && event.target.closest('button, a, [role="tab"]') !== null;
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ' ' && !isOnButton) togglePlaying();
    else if (event.key === 's' || event.key === 'S') {
      usePlayer.setState({ isPlaying: false });
      stepTo(event.shiftKey ? -1 : 1);
    } else return;
    event.preventDefault();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}

function Tool({ label, icon: Shape, onClick }: { label: string; icon: Icon; onClick: () => void }) {
  const [name = label] = label.split(' (');
  return (
    <Tooltip label={label} openDelay={400}>
      <ActionIcon variant="subtle" color="gray" aria-label={name} onClick={onClick}>
        <Shape size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
