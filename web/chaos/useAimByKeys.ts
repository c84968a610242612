import { useEffect } from 'react';
import type { FaultKind } from '#shared/faults/fault.ts';
import { canvasView } from '../canvas/canvasView.ts';
import { wireLine } from '../canvas/geometry/connections.ts';
import { useGeometryStore } from '../canvas/geometryStore.ts';
import { isTyping } from '../ui/isTyping.ts';
import type { Aim } from './aims.ts';
import { breakIt } from './breakIt.ts';
import { putBack, useChaos } from './chaosStore.ts';

/** Takes aim, and brings what is aimed at into view. */
export function aimAt(aim: Aim): void {
  useChaos.setState({ byKeys: true, aim });
  const { boxes, labels } = useGeometryStore.getState();
  const label = aim.item.kind === 'wire' ? labels.get(wireLine(aim.item.id)) : undefined;
  const rect =
    label === undefined
      ? boxes.get(aim.item.service ?? aim.item.id)
      : { x: label.x - 70, y: label.y - 20, width: 140, height: 40 };
  if (rect === undefined) return;
  // The list of targets lies over the left of the canvas: what is aimed at comes out from under it where there is room.
  const room =
    window.innerWidth < roomyPx ? 0 : canvasView().toFlow({ x: listPx, y: 0 }).x - canvasView().toFlow(corner).x;
  canvasView().reveal({ ...rect, x: rect.x - room, width: rect.width + room });
}

const roomyPx = 1280;
const listPx = 345;
const corner = { x: 0, y: 0 };

/** Tab and the arrows go over what the fault in the hand can hit, letters jump to a name, Enter breaks it, Esc puts the fault back. */
export function useAimByKeys(kind: FaultKind, possible: readonly Aim[]): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') {
        // A dialog over the canvas closes first.
        if (event.target instanceof Element && event.target.closest('[role="dialog"]') !== null) return;
        putBack('The fault was put back.');
      } else if ((isTyping(event.target) && !isInList(event.target)) || event.ctrlKey || event.metaKey || event.altKey)
        return;
      else if (!act(event)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    const act = (event: KeyboardEvent): boolean => {
      const { aim, byKeys } = useChaos.getState();
      if (event.key === 'Enter' || event.key === ' ') {
        // A button that somebody went to by pointer, or a box that has the keyboard, is pressed as ever.
        if (!byKeys || aim === undefined) return false;
        void breakIt(kind, aim);
        return true;
      }
      const next = nextAim(event, possible, aim);
      if (next !== undefined) aimAt(next);
      // A letter that no name begins with must not do what it does elsewhere.
      return next !== undefined || (byKeys && event.key.length === 1);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [kind, possible]);
}

const isInList = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-aims]') !== null;

/** Where a key leads from what is aimed at. Pure. */
export function nextAim(
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  possible: readonly Aim[],
  aim: Aim | undefined,
): Aim | undefined {
  const at = possible.findIndex((one) => one.key === aim?.key);
  const step = key === 'Tab' ? (shiftKey ? -1 : 1) : steps[key];
  if (step !== undefined) {
    if (at < 0) return possible.at(step > 0 ? 0 : -1);
    return possible[(at + step + possible.length) % possible.length];
  }
  if (key === 'Home') return possible[0];
  if (key === 'End') return possible.at(-1);
  if (key.length !== 1) return undefined;
  const after = [...possible.slice(at + 1), ...possible.slice(0, at + 1)];
  return after.find(({ name }) => name.toLowerCase().startsWith(key.toLowerCase()));
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
