import { ActionIcon, Button, Kbd, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowRightDashed,
  IconFileCode,
  IconHistory,
  IconMoon,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipForwardFilled,
  IconPlayerTrackNextFilled,
  IconSearch,
  IconShare3,
  IconSun,
  type Icon,
} from '@tabler/icons-react';
import { useAccess } from '../flow/accessStore.ts';
import { useHistory } from '../flow/history.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { usePlayback, type Speed } from '../trace/playbackStore.ts';
import { openTime } from '../time/openTime.ts';
import { useTime } from '../time/timeStore.ts';
import { useOtherScheme } from '../ui/useScheme.ts';
import { openExport } from '../code/exportStore.ts';
import { openDialog } from '../command/commandStore.ts';
import { keysText } from '../command/keys.ts';
import { FlowMenu } from '../flows/FlowMenu.tsx';
import { SavedMark } from '../flows/SavedMark.tsx';
import { PeopleHere } from '../people/PeopleHere.tsx';
import { Brand } from './Brand.tsx';
import { ExamplesMenu } from './ExamplesMenu.tsx';
import { MakeCopyButton } from './MakeCopyButton.tsx';
import { RecordButton } from '../recording/RecordButton.tsx';
import { FlowName } from './FlowName.tsx';
import classes from './Header.module.css';
import { SessionPill } from './SessionPill.tsx';

/** Name and state on the left, how the picture runs in the middle, examples and theme on the right. */
export function Header() {
  const isPhone = useAccess(({ phone }) => phone);
  const isLink = useAccess(({ link }) => link);
  if (isPhone) return <PhoneHeader />;
  return (
    <header className={classes.header}>
      <div className={classes.part}>
        <Brand />
        <span className={classes.line} aria-hidden />
        <FlowName />
        <FlowMenu />
        <SavedMark />
        <SessionPill />
      </div>
      <div className={`${classes.part} ${classes.middle}`}>
        {isLink ? <MakeCopyButton /> : <HistoryButtons />}
        <span className={classes.line} aria-hidden />
        <PlaybackButtons />
        <RecordButton />
      </div>
      <div className={`${classes.part} ${classes.end}`}>
        <PeopleHere />
        <FindButton />
        <ExamplesMenu />
        <ExportButton />
        <ShareButton />
        <SchemeButton />
      </div>
    </header>
  );
}

/** No room, and nothing to change: name, state, and how the picture runs. */
function PhoneHeader() {
  const name = useFlowStore(({ flow }) => flow.name);
  return (
    <header className={classes.header}>
      <div className={classes.part}>
        <h1 className={classes.phoneName}>{name}</h1>
        <SessionPill />
      </div>
      <div className={`${classes.part} ${classes.end}`}>
        <PlayButtons />
        <SchemeButton />
      </div>
    </header>
  );
}

interface IconButtonProps {
  label: string;
  keys?: string;
  icon: Icon;
  disabled?: boolean;
  color?: string;
  onClick: () => void;
}

function IconButton({ label, keys, icon: Shape, disabled = false, color = 'gray', onClick }: IconButtonProps) {
  return (
    <Tooltip label={keys === undefined ? label : `${label} (${keys})`} openDelay={400}>
      <ActionIcon
        variant={color === 'gray' ? 'subtle' : 'filled'}
        color={color}
        size="lg"
        className={classes.tool ?? ''}
        aria-label={label}
        disabled={disabled}
        onClick={onClick}
      >
        <Shape size={17} />
      </ActionIcon>
    </Tooltip>
  );
}

function HistoryButtons() {
  const canUndo = useHistory(({ undo }) => undo.length > 0);
  const canRedo = useHistory(({ redo }) => redo.length > 0);
  const undo = useFlowStore((state) => state.undo);
  const redo = useFlowStore((state) => state.redo);
  return (
    <>
      <IconButton label="Undo" keys="Ctrl Z" icon={IconArrowBackUp} disabled={!canUndo} onClick={undo} />
      <IconButton label="Redo" keys="Ctrl Shift Z" icon={IconArrowForwardUp} disabled={!canRedo} onClick={redo} />
    </>
  );
}

const speeds: { speed: Speed; label: string }[] = [
  { speed: 0.1, label: '⅒×' },
  { speed: 0.25, label: '¼×' },
  { speed: 1, label: '1×' },
];

function PlayButtons() {
  const { paused, toggle, step, jumpToNow } = usePlayback();
  return (
    <>
      {paused ? (
        <IconButton
          label="Resume the picture"
          keys="Space"
          icon={IconPlayerPlayFilled}
          color="green"
          onClick={toggle}
        />
      ) : (
        <IconButton label="Pause the picture" keys="Space" icon={IconPlayerPauseFilled} onClick={toggle} />
      )}
      <IconButton label="Step one message" keys="S" icon={IconPlayerTrackNextFilled} onClick={step} />
      <LookBackButton />
      {paused && <IconButton label="Jump to now" icon={IconPlayerSkipForwardFilled} onClick={jumpToNow} />}
    </>
  );
}

/** What closes the bar again is on it. */
function LookBackButton() {
  const isOpen = useTime((time) => time.isOpen);
  return <IconButton label="Look back" keys="L" icon={IconHistory} disabled={isOpen} onClick={() => void openTime()} />;
}

function PlaybackButtons() {
  const { speed, setSpeed, oneByOne, toggleOneByOne } = usePlayback();
  return (
    <>
      <PlayButtons />
      <Button.Group className={classes.spare ?? ''} aria-label="Speed of the picture">
        {speeds.map((item) => (
          <Button
            key={item.speed}
            size="compact-sm"
            variant={item.speed === speed ? 'filled' : 'default'}
            aria-pressed={item.speed === speed}
            aria-label={`Speed ${item.label}`}
            onClick={() => setSpeed(item.speed)}
          >
            {item.label}
          </Button>
        ))}
      </Button.Group>
      <Tooltip label="One message at a time (Shift S)" openDelay={400}>
        <ActionIcon
          variant={oneByOne ? 'filled' : 'subtle'}
          color={oneByOne ? 'blue' : 'gray'}
          size="lg"
          className={`${classes.tool ?? ''} ${classes.spare ?? ''}`}
          aria-label="One message at a time"
          aria-pressed={oneByOne}
          onClick={toggleOneByOne}
        >
          <IconArrowRightDashed size={17} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

function FindButton() {
  return (
    <button type="button" className={classes.find} data-find onClick={() => openDialog('find')}>
      <IconSearch size={14} aria-hidden />
      <span className={classes.findText}>Find or do anything</span>
      <Kbd size="xs" aria-hidden>
        {keysText('Ctrl+K')}
      </Kbd>
    </button>
  );
}

function ExportButton() {
  return (
    <Button
      size="compact-sm"
      variant="default"
      className={classes.spare ?? ''}
      leftSection={<IconFileCode size={14} aria-hidden />}
      onClick={() => openExport()}
    >
      <span className={classes.wide}>Export NestJS</span>
    </Button>
  );
}

function ShareButton() {
  return (
    <Button size="compact-sm" leftSection={<IconShare3 size={14} aria-hidden />} onClick={() => openDialog('share')}>
      <span className={classes.shareText}>Share</span>
    </Button>
  );
}

function SchemeButton() {
  const { other, choose } = useOtherScheme();
  return <IconButton label={`Use the ${other} theme`} icon={other === 'light' ? IconSun : IconMoon} onClick={choose} />;
}
