import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconBolt } from '@tabler/icons-react';
import { useMemo, type KeyboardEvent } from 'react';
import type { Flow } from '#shared/flow/flow.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useSelectionStore } from '../../flow/selectionStore.ts';
import type { Break } from '../../trace/breaks.ts';
import { useNotices } from '../../ui/notices.ts';
import { itemOf, shortWords, whatWasBroken, whenWasBroken } from './breakWords.ts';
import classes from './BreakLane.module.css';
import { knownBreaks } from './knownBreaks.ts';
import { layoutBreaks, maxLines, type BreakBar } from './layoutBreaks.ts';

interface BreakLaneProps {
  breaks: readonly Break[];
  missed: number;
  /** The stretch of time that the rows below show, in µs. */
  startUs: number;
  spanUs: number;
}

/** Above the rows of a trace, on their time axis: what was broken meanwhile. Its place is kept free when there is nothing. */
export function BreakLane({ breaks, missed, startUs, spanUs }: BreakLaneProps) {
  const flow = useFlowStore((state) => state.flow);
  const faults = useFlowStore((state) => state.faults);
  const status = useFlowStore((state) => state.status);
  const bars = useMemo(
    () => layoutBreaks(knownBreaks(breaks, { flow, faults, status, missed }), { startUs, spanUs }),
    [breaks, missed, flow, faults, status, startUs, spanUs],
  );
  if (bars.length === 0) return <div className={classes.lane} aria-hidden />;
  const lines = Math.min(Math.max(...bars.map(({ line }) => line)) + 1, maxLines);
  return (
    <div className={classes.lane}>
      <span className={classes.name}>
        <IconBolt size={12} aria-hidden /> {bars.length === 1 ? 'Broken meanwhile' : `${bars.length} broken meanwhile`}
      </span>
      <ol className={classes.track} data-lines={lines} aria-label="Broken meanwhile" onKeyDown={moveByArrows}>
        {bars.map((bar) => (
          <Bar key={bar.it.id} bar={bar} flow={flow} startUs={startUs} />
        ))}
      </ol>
    </div>
  );
}

function Bar({ bar, flow, startUs }: { bar: BreakBar; flow: Flow; startUs: number }) {
  const { it, left, width, line } = bar;
  const what = whatWasBroken(flow, it);
  const when = whenWasBroken(it, startUs);
  const words = shortWords(flow, it);
  const open = (): void => {
    const item = itemOf(flow, it.place);
    if (item !== undefined) useSelectionStore.getState().select(item);
    else useNotices.getState().say('info', 'That is not on the drawing any more.');
  };
  return (
    <li>
      <Tooltip
        label={<BarWords what={what} when={when} why={it.note} />}
        events={{ hover: true, focus: true, touch: true }}
        multiline
        maw={360}
        position="top"
      >
        <UnstyledButton
          className={classes.bar}
          data-down={it.fault === undefined || undefined}
          data-cut-left={bar.cutLeft || undefined}
          data-cut-right={bar.cutRight || undefined}
          style={{ left: `${left * 100}%`, width: `${width * 100}%`, '--line': line }}
          aria-label={`${what}: ${when}. ${words}`}
          onClick={open}
        >
          <span className={classes.words}>{words}</span>
        </UnstyledButton>
      </Tooltip>
    </li>
  );
}

function BarWords({ what, when, why }: { what: string; when: string; why: string | undefined }) {
  return (
    <>
      <strong>{what}</strong>
      <br />
      {when}
      {why !== undefined && (
        <>
          <br />
          {why}
        </>
      )}
    </>
  );
}

/** Arrow keys go from bar to bar. */
function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[at + (event.key === 'ArrowRight' ? 1 : -1)]?.focus();
  event.preventDefault();
  event.stopPropagation();
}
