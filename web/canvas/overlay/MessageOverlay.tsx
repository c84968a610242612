import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef, useState } from 'react';
import { patternText } from '#shared/flow/pattern.ts';
import { errorText } from '#shared/trace.ts';
import { useAccess } from '../../flow/accessStore.ts';
import { useLayoutStore } from '../../layout/layoutStore.ts';
import { useTraceStore } from '../../trace/traceStore.ts';
import { useScheme } from '../../ui/useScheme.ts';
import { useCanvasPrefs } from '../canvasPrefs.ts';
import { useFollowing } from '../follow/following.ts';
import type { Dot } from './choreographer.ts';
import { darkDots, lightDots } from './drawDots.ts';
import classes from './MessageOverlay.module.css';
import { Stage } from './stage.ts';

interface Hovered {
  dot: Dot;
  x: number;
  y: number;
}

/** How near the pointer must be to a dot, in pixels of the screen. */
const reachPx = 12;

/** One canvas over the drawing shows every message; never an element per message. It lets every gesture through. */
export function MessageOverlay() {
  const ref = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const scheme = useScheme();
  const schemeRef = useRef(scheme);
  useEffect(() => {
    schemeRef.current = scheme;
  }, [scheme]);
  const [hovered, setHovered] = useState<Hovered>();
  const [summary, setSummary] = useState<string[]>([]);

  useEffect(() => {
    const canvas = ref.current;
    const frame = canvas?.parentElement;
    if (canvas === null || frame === null || frame === undefined) return undefined;
    const stillness = window.matchMedia('(prefers-reduced-motion: reduce)');
    const view = () => {
      const [x, y, zoom] = store.getState().transform;
      return { x, y, zoom };
    };
    const stage = new Stage({
      canvas,
      view,
      colors: () => (schemeRef.current === 'dark' ? darkDots : lightDots),
      isStill: () => stillness.matches,
      onSummary: (lines) => setSummary((before) => (before.join() === lines.join() ? before : lines)),
    });
    const resize = new ResizeObserver(() => {
      canvas.width = frame.clientWidth * window.devicePixelRatio;
      canvas.height = frame.clientHeight * window.devicePixelRatio;
      stage.wake();
    });
    resize.observe(frame);
    const stopView = store.subscribe((now, before) => {
      if (now.transform !== before.transform) stage.wake();
    });

    let held: Dot | undefined;
    const onMove = (event: PointerEvent): void => {
      // While something is dragged no dot is pointed at, and asking for places would lay out the page in the middle of it.
      if (event.buttons !== 0 && held === undefined) return;
      const bounds = frame.getBoundingClientRect();
      const at = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
      const { x, y, zoom } = view();
      const dot =
        event.buttons === 0 ? stage.dotNear({ x: (at.x - x) / zoom, y: (at.y - y) / zoom }, reachPx / zoom) : undefined;
      if (dot === held) return;
      held = dot;
      stage.hold(dot);
      useFollowing.setState({ pointedHop: dot?.hopId });
      setHovered(dot === undefined ? undefined : { dot, ...at });
    };
    const onClick = (event: MouseEvent): void => {
      // What is a button below a dot is what was meant.
      const isOnButton = event.target instanceof Element && event.target.closest('button') !== null;
      if (held === undefined || isOnButton) return;
      event.stopPropagation();
      useTraceStore.getState().selectHop(held.hopId);
      const { tab, showTab } = useLayoutStore.getState();
      // The sequence shows a chosen message beside itself.
      showTab(tab === 'sequence' ? tab : 'messages');
    };
    const onLeave = (): void => {
      held = undefined;
      stage.hold(undefined);
      useFollowing.setState({ pointedHop: undefined });
      setHovered(undefined);
    };
    frame.addEventListener('pointermove', onMove);
    frame.addEventListener('pointerleave', onLeave);
    frame.addEventListener('click', onClick, true);
    return () => {
      frame.removeEventListener('pointermove', onMove);
      frame.removeEventListener('pointerleave', onLeave);
      frame.removeEventListener('click', onClick, true);
      resize.disconnect();
      stopView();
      stage.close();
      useFollowing.setState({ pointedHop: undefined });
    };
  }, [store]);

  return (
    <>
      <canvas ref={ref} className={classes.canvas} aria-hidden data-testid="message-overlay" />
      {hovered !== undefined && <DotName {...hovered} />}
      <ul className="pb-hidden" aria-label="Messages on their way" data-testid="overlay-dots">
        {summary.map((line, index) => (
          // Two wires may have one name.
          <li key={index}>{line}</li>
        ))}
      </ul>
    </>
  );
}

function DotName({ dot, x, y }: Hovered) {
  const hop = useTraceStore(({ book }) => book.hops.get(dot.hopId));
  const hasLetters = useCanvasPrefs((prefs) => prefs.letters);
  const isRecorded = useAccess(({ recording }) => recording);
  // A recording that is looked at has no shortcuts.
  const hasKeys = hasLetters && !isRecorded;
  if (hop === undefined) return null;
  return (
    <div className={classes.name} style={{ left: x + 14, top: y + 14 }} data-testid="dot-name">
      <span>{patternText(hop.pattern)}</span>
      {dot.shape === 'error' && hop.error !== undefined && `: ${errorText(hop.error)}`}
      {hasKeys && <span className={classes.keys}>click opens it · F follows its trace</span>}
    </div>
  );
}
