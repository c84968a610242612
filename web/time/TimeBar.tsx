import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconHistory, IconLink, IconX, type Icon } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTraceStore } from '../trace/traceStore.ts';
import { CopyIcon } from '../ui/CopyIcon.tsx';
import { closeTime, goLive, startIndexing, stepTo } from './lookBack.ts';
import { momentHash } from './momentLink.ts';
import { clockText } from './momentText.ts';
import { mostEvents } from './past.ts';
import classes from './TimeBar.module.css';
import { TimeTrack } from './TimeTrack.tsx';
import { useTime } from './timeStore.ts';

/**
 *  ‹ › 14:03:07.412  ▁▂▁▁█▂▁▁▁|▂▁▁▁▁▂▃▁  link  Live  ×
 *
 * Looks back over what this page knows. Events are collected meanwhile; the drawing stays as it is now, and can be changed.
 */
export function TimeBar() {
  const atUs = useTime((time) => time.atUs);
  const past = useTime((time) => time.indexed?.past);
  const isFull = useTime((time) => (time.indexed?.past.count ?? 0) >= mostEvents);
  useTime((time) => time.version);
  useEffect(() => {
    void startIndexing();
  }, []);
  const isEmpty = past === undefined || past.count === 0;
  const { origin, pathname } = window.location;
  return (
    <section
      className={classes.bar}
      aria-label="Time"
      data-past={atUs !== undefined || undefined}
      data-testid="time-bar"
    >
      <Tool label="What happened before" icon={IconChevronLeft} disabled={isEmpty} onClick={() => stepTo(-1)} />
      <Tool
        label="What happened next"
        icon={IconChevronRight}
        disabled={atUs === undefined}
        onClick={() => stepTo(1)}
      />
      <span className={classes.clock} data-testid="time-clock">
        {atUs === undefined ? 'now' : clockText(atUs)}
      </span>
      {isEmpty ? (
        <span className={classes.empty}>Nothing has happened yet that one could look back at.</span>
      ) : (
        <TimeTrack past={past} atUs={atUs} />
      )}
      <span className={classes.hint}>
        {atUs === undefined ? isFull ? 'More has come since' : 'Drag to look back' : <PastWords />}
      </span>
      {atUs !== undefined && (
        <CopyIcon text={`${origin}${pathname}${momentHash(atUs)}`} label="Copy a link to this moment" Icon={IconLink} />
      )}
      <Button
        size="compact-sm"
        variant={atUs === undefined ? 'default' : 'filled'}
        disabled={atUs === undefined}
        onClick={goLive}
      >
        Live
      </Button>
      <Tool label="Close the time bar" icon={IconX} onClick={closeTime} />
    </section>
  );
}

/** That this is not now, and what it means for whoever draws. */
function PastWords() {
  const newer = useTraceStore(({ live, book }) => live.lastSeq - book.lastSeq);
  return (
    <>
      <IconHistory size={14} aria-hidden />
      <span
        role="status"
        title="Messages, lists and policies are as they were then; more is collected meanwhile. The drawing is as it is now, and changes to it are made at once."
      >
        The past; the drawing is today’s
      </span>
      <span className="pb-hidden">{newer} events later is now.</span>
    </>
  );
}

interface ToolProps {
  label: string;
  icon: Icon;
  disabled?: boolean;
  onClick: () => void;
}

function Tool({ label, icon: Shape, disabled = false, onClick }: ToolProps) {
  return (
    <Tooltip label={label} openDelay={400}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
        <Shape size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
