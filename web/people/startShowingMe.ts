import { pointersPerSecond, toldSelection, type Here } from '#shared/people.ts';
import { canvasView } from '../canvas/canvasView.ts';
import { sayHere, sayPointer } from '../connection/connection.ts';
import { useConnectionStore } from '../connection/connectionStore.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import { isTyping } from '../ui/isTyping.ts';
import { keepMyColour, pageName, useMe } from './meStore.ts';
import { usePeople } from './peopleStore.ts';

const roundMs = 1000 / pointersPerSecond;
/** A pointer that has not moved for so long is at rest. */
const restMs = 3 * roundMs;

/** Tells the others of whoever sits here: name, what is selected, whether it is typed into, and where the pointer is. */
export function startShowingMe(): () => void {
  const stops = [startSayingHere(), startPointing(), startKeepingColour()];
  return () => {
    for (const stop of stops) stop();
  };
}

function startSayingHere(): () => void {
  let isTypingNow = false;
  const say = inRounds(() => {
    const { name, colour } = useMe.getState();
    const selection = toldSelection(
      useSelectionStore
        .getState()
        .selection.map(({ kind, id, service }) => (service === undefined ? { kind, id } : { kind, id, service })),
    );
    const here: Here = { page: pageName, name, selection, isEditing: isTypingNow && selection.length > 0 };
    sayHere(colour === undefined ? here : { ...here, colour });
  });
  const onFocus = (): void => {
    // Typing in the name of the flow, or in a dialog, is no work on what is selected.
    const { activeElement } = document;
    const isNow = isTyping(activeElement) && activeElement?.closest('aside, [data-testid="canvas"]') !== null;
    if (isNow === isTypingNow) return;
    isTypingNow = isNow;
    say.soon();
  };
  document.addEventListener('focusin', onFocus);
  document.addEventListener('focusout', onFocus);
  const stops = [
    useMe.subscribe((now, before) => {
      if (now.name !== before.name) say.soon();
    }),
    useSelectionStore.subscribe((now, before) => {
      if (now.selection !== before.selection) say.soon();
    }),
    useConnectionStore.subscribe((now, before) => {
      if (now.state === 'live' && before.state !== 'live') say.soon();
    }),
  ];
  say.soon();
  return () => {
    document.removeEventListener('focusin', onFocus);
    document.removeEventListener('focusout', onFocus);
    say.stop();
    for (const stop of stops) stop();
  };
}

function startPointing(): () => void {
  let last = '';
  let rest: ReturnType<typeof setTimeout> | undefined;
  const point = inRounds(() => {
    const at = isOutside ? undefined : canvasView().pointer();
    const told = JSON.stringify(at ?? null);
    if (told === last || usePeople.getState().others.length === 0) return;
    last = told;
    const said = at === undefined ? null : { x: Math.round(at.x), y: Math.round(at.y) };
    sayPointer(said, 'moving');
    clearTimeout(rest);
    rest = setTimeout(() => sayPointer(said, 'resting'), restMs);
  });
  let isOutside = true;
  const onMove = (): void => {
    isOutside = false;
    point.soon();
  };
  const onLeave = (): void => {
    isOutside = true;
    point.soon();
  };
  window.addEventListener('pointermove', onMove, { passive: true });
  window.addEventListener('wheel', onMove, { passive: true });
  document.documentElement.addEventListener('pointerleave', onLeave);
  // Who comes later has not seen where the pointer went to rest.
  const stop = usePeople.subscribe((now, before) => {
    const known = new Set(before.others.map(({ id }) => id));
    if (now.others.every(({ id }) => known.has(id))) return;
    last = '';
    point.soon();
  });
  return () => {
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('wheel', onMove);
    document.documentElement.removeEventListener('pointerleave', onLeave);
    point.stop();
    clearTimeout(rest);
    stop();
  };
}

const startKeepingColour = (): (() => void) =>
  usePeople.subscribe(({ me }) => {
    if (me !== undefined) keepMyColour(me.colour);
  });

/** Does something soon after it was asked for, once for all who asked, and at most once a round. */
function inRounds(work: () => void): { soon: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastAt = -Infinity;
  const run = (): void => {
    timer = undefined;
    lastAt = performance.now();
    work();
  };
  return {
    soon: () => {
      timer ??= setTimeout(run, Math.max(0, lastAt + roundMs - performance.now()));
    },
    stop: () => clearTimeout(timer),
  };
}
