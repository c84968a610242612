import type { PointerEvent as ReactPointerEvent } from 'react';
import { gapAt } from './gapAt.ts';
import { placeOfKey, type Lifting } from './liftByKeys.ts';
import { aimAt, letGo, lift, movePoint, useLift } from './liftStore.ts';
import { isInside, isSamePlace } from './stepTree.ts';

/** Moved less than this, it was a click. */
const slackPx = 4;
/** So near the edge of what scrolls, it scrolls, and so far per frame. */
const edgePx = 36;
const scrollPx = 9;

/** A step dragged by its grip, with mouse, pen or finger. It is put down when the pointer is let go; Escape puts it back. */
export function liftByPointer(start: ReactPointerEvent<HTMLElement>, lifting: Lifting & { onEnd: () => void }): void {
  const { handler, id, label, onEnd } = lifting;
  const grip = start.currentTarget;
  const frame = grip.closest<HTMLElement>('[data-steps]');
  const card = grip.closest('li');
  if (start.button !== 0 || frame === null || card === null) return;
  const scroller = scrollerOf(frame);
  const from = { x: start.clientX, y: start.clientY };
  const grabX = from.x - card.getBoundingClientRect().left;
  let point = from;
  let isLifted = false;
  let frameId = 0;

  const aim = (): void => {
    const at = placeOfKey(handler, id);
    if (at === undefined) return;
    const gap = gapAt(frame, { x: point.x - grabX, y: point.y }, (one) => !isInside(at, one));
    aimAt(gap === undefined || isSamePlace(at, gap) ? undefined : gap);
  };
  const scroll = (): void => {
    const { top, bottom } = scroller.getBoundingClientRect();
    // A step that is taken at the edge and led away from it must not run off meanwhile.
    const isUp = point.y < top + edgePx && point.y < from.y;
    const isDown = point.y > bottom - edgePx && point.y > from.y;
    const by = isUp ? -scrollPx : isDown ? scrollPx : 0;
    if (by !== 0) {
      scroller.scrollTop += by;
      aim();
    }
    frameId = requestAnimationFrame(scroll);
  };
  const move = (event: PointerEvent): void => {
    point = { x: event.clientX, y: event.clientY };
    if (!isLifted && Math.hypot(point.x - from.x, point.y - from.y) < slackPx) return;
    if (!isLifted) {
      isLifted = true;
      lift(id, 'pointer', label);
      frameId = requestAnimationFrame(scroll);
    }
    movePoint(point);
    aim();
  };
  const end = (isDropped: boolean): void => {
    cancelAnimationFrame(frameId);
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', drop);
    window.removeEventListener('pointercancel', cancel);
    window.removeEventListener('keydown', onKey, true);
    if (!isLifted) return;
    onEnd();
    const { gap } = useLift.getState();
    letGo();
    if (isDropped && gap !== undefined) handler.move(id, gap, 'grip');
    else handler.say(`${label} put back.`);
  };
  const drop = (): void => end(true);
  const cancel = (): void => end(false);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    cancel();
  };

  grip.setPointerCapture(start.pointerId);
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', drop);
  window.addEventListener('pointercancel', cancel);
  window.addEventListener('keydown', onKey, true);
}

function scrollerOf(element: HTMLElement): HTMLElement {
  for (let one = element.parentElement; one !== null; one = one.parentElement) {
    if (one.scrollHeight > one.clientHeight && /auto|scroll/.test(getComputedStyle(one).overflowY)) return one;
  }
  return document.documentElement;
}
