import { useEffect, useMemo, useRef, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { closeTime, goLive, goTo, stepTo } from './lookBack.ts';
import { beforeText, clockText } from './momentText.ts';
import type { Past } from './past.ts';
import classes from './TimeBar.module.css';
import { useTime } from './timeStore.ts';

const bins = 240;
const secondUs = 1_000_000;

/** All that is known from left to right, how much and what failed, and the moment that is shown. */
export function TimeTrack({ past, atUs }: { past: Past; atUs: number | undefined }) {
  const ref = useRef<HTMLDivElement>(null);
  useFocusWhileThere(ref);
  const version = useTime((time) => time.version);
  const { startUs, endUs } = past;
  const spanUs = Math.max(1, endUs - startUs);
  const shownUs = atUs ?? endUs;

  const follow = ({ clientX }: PointerEvent): void => {
    const bounds = ref.current?.getBoundingClientRect();
    if (bounds === undefined || bounds.width === 0) return;
    const share = Math.min(1, Math.max(0, (clientX - bounds.left) / bounds.width));
    goTo(startUs + share * spanUs, spanUs / bounds.width);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = keyMoves[event.shiftKey ? `Shift ${event.key}` : event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move({ startUs, endUs, shownUs, spanUs });
  };

  return (
    <div
      ref={ref}
      className={classes.track}
      role="slider"
      tabIndex={0}
      aria-label="Moment"
      aria-valuemin={0}
      aria-valuemax={Math.round(spanUs / 1000)}
      aria-valuenow={Math.round((shownUs - startUs) / 1000)}
      aria-valuetext={atUs === undefined ? 'now' : `${clockText(atUs)}, ${beforeText(atUs, endUs)}`}
      title="Drag, or use the arrow keys: to what happened before or next; with Shift by a second; Home, End; Escape for now, and once more to close"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
      }}
    >
      <Density past={past} version={version} />
      <span className={classes.thumb} style={{ left: `${((shownUs - startUs) / spanUs) * 100}%` }} />
    </div>
  );
}

/** Whoever opens the bar wants its keys; when it closes, the focus is where it was. */
function useFocusWhileThere(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.focus({ preventScroll: true });
    return () => {
      const isLost = document.activeElement === document.body;
      if (isLost && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [ref]);
}

interface Span {
  startUs: number;
  endUs: number;
  shownUs: number;
  spanUs: number;
}

const keyMoves: Readonly<Record<string, (span: Span) => void>> = {
  ArrowLeft: () => stepTo(-1),
  ArrowDown: () => stepTo(-1),
  ArrowRight: () => stepTo(1),
  ArrowUp: () => stepTo(1),
  'Shift ArrowLeft': ({ shownUs }) => goTo(shownUs - secondUs),
  'Shift ArrowRight': ({ shownUs }) => goTo(shownUs + secondUs),
  PageDown: ({ shownUs, spanUs }) => goTo(shownUs - spanUs / 10),
  PageUp: ({ shownUs, spanUs }) => goTo(shownUs + spanUs / 10),
  Home: ({ startUs }) => goTo(startUs),
  End: ({ endUs }) => goTo(endUs),
  // One thing after the other: first back to now, then away with the bar. That of a recording stays.
  Escape: () => {
    const { atUs, isOpen } = useTime.getState();
    if (isOpen && atUs === undefined) closeTime();
    else goLive();
  },
};

/** `version` says when there is more to draw. */
function Density({ past, version }: { past: Past; version: number }) {
  const shapes = useMemo(() => (version < 0 ? undefined : shapesOf(past)), [past, version]);
  if (shapes === undefined) return null;
  return (
    <svg className={classes.density} viewBox={`0 0 ${bins} 1`} preserveAspectRatio="none" aria-hidden>
      <path d={shapes.events} className={classes.events} />
      <path d={shapes.errors} className={classes.errors} />
    </svg>
  );
}

/** Few stand out beside many: heights go by the root. */
function shapesOf(past: Past): { events: string; errors: string } {
  const density = past.density(bins);
  const most = Math.sqrt(Math.max(1, ...density.map(({ events }) => events)));
  const shape = (of: (bin: (typeof density)[number]) => number): string =>
    density
      .map((bin, index) => (of(bin) === 0 ? '' : `M${index} 1v-${(Math.sqrt(of(bin)) / most).toFixed(3)}h1V1z`))
      .join('');
  return { events: shape(({ events }) => events), errors: shape(({ errors }) => errors) };
}
