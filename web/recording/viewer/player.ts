import { goTo } from '../../time/lookBack.ts';
import { useTime } from '../../time/timeStore.ts';
import { usePlayer } from './playerStore.ts';

/** Nothing happens for longer than this: the player is there a moment before the next thing does. */
const idleMs = 1500;
const beforeMs = 300;
/** What has arrived stays in sight for so long. */
const lingerMs = 450;
/** A page that was hidden does not leap. */
const maxFrameMs = 100;

/** From where it stands; at the end, from the beginning. */
export function togglePlaying(): void {
  const { indexed, atUs } = useTime.getState();
  if (indexed === undefined || indexed.past.count === 0) return;
  const isPlaying = !usePlayer.getState().isPlaying;
  if (isPlaying && (atUs === undefined || atUs >= indexed.past.endUs)) goTo(indexed.past.startUs);
  usePlayer.setState({ isPlaying });
}

/** Moves the moment on while it plays. Returns what ends it. */
export function startPlaying(): () => void {
  let lastMs = 0;
  let frame: number | undefined;
  /** Finer than what a moment is rounded to. */
  let exactUs = 0;
  const next = (nowMs: number): void => {
    frame = requestAnimationFrame(next);
    const realMs = Math.min(maxFrameMs, nowMs - lastMs);
    lastMs = nowMs;
    const { indexed, atUs } = useTime.getState();
    if (indexed === undefined) return;
    const { past } = indexed;
    const { rate } = usePlayer.getState();
    const fromUs = atUs ?? past.startUs;
    if (Math.abs(exactUs - fromUs) > 1) exactUs = fromUs;
    exactUs += realMs * 1000 * rate;
    const comesUs = past.step(fromUs, 1);
    if (comesUs === undefined || exactUs >= past.endUs) {
      goTo(past.endUs);
      usePlayer.setState({ isPlaying: false });
      return;
    }
    if (comesUs - exactUs > idleMs * 1000 * rate) exactUs = comesUs - beforeMs * 1000 * rate;
    goTo(exactUs, lingerMs * 1000 * rate);
  };
  const stop = usePlayer.subscribe(({ isPlaying }, before) => {
    if (isPlaying === before.isPlaying) return;
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
    if (!isPlaying) return;
    lastMs = performance.now();
    frame = requestAnimationFrame(next);
  });
  return () => {
    usePlayer.setState({ isPlaying: false });
    stop();
  };
}
