import { brokerOf } from '../canvas/overlay/brokerOf.ts';
import { PastPicture } from '../canvas/overlay/pastPicture.ts';
import { showPoliciesAt } from '../policies/useWireState.ts';
import { loggedSince, loggedSoFar } from '../trace/eventLog.ts';
import { showLive, showPast } from '../trace/traceStore.ts';
import { inTurns } from '../ui/inTurns.ts';
import { inTimeOrder, mostEvents, Past, type Span } from './past.ts';
import { PastPolicies } from './pastPolicies.ts';
import { closedTime, useTime } from './timeStore.ts';

/**
 * Looking back at what the log of events holds, wherever that came from: a session or a recording.
 *
 *   log ──in turns──▶ Past, PastPicture ──goTo(moment)──▶ canvas at once; lists and policies eight times a second
 *    ▲ new events are added while the bar is open
 */

const lookEveryMs = 500;
const showEveryMs = 125;
/** Events at a time, so that the page is never busy for long. */
const turn = 50;

let policies: PastPolicies | undefined;
let showTimer: ReturnType<typeof setTimeout> | undefined;

/**
 * Indexes what there is and what comes, while the time bar is open, or all that was watched of a recording (`span`). Resolves when
 * what there is can be looked at.
 */
export async function startIndexing(span?: Span): Promise<void> {
  if (useTime.getState().indexed !== undefined) return;
  const past = new Past(span);
  const picture = new PastPicture(brokerOf);
  const indexed = { past, pictureAt: picture.at.bind(picture) };
  policies = new PastPolicies(past);
  useTime.setState({ indexed });
  let taken = 0;
  const isWanted = (): boolean => useTime.getState().indexed === indexed;
  const addNew = async (): Promise<void> => {
    const events = inTimeOrder(loggedSince(taken)).slice(0, mostEvents - past.count);
    taken = loggedSoFar();
    const turns = Array.from({ length: Math.ceil(events.length / turn) }, (_, index) =>
      events.slice(index * turn, (index + 1) * turn),
    );
    await inTurns(turns, (some) => {
      past.add(some);
      picture.add(some);
    });
    if (turns.length > 0 && isWanted()) useTime.setState(({ version }) => ({ version: version + 1 }));
  };
  await addNew();
  let isAdding = false;
  const timer = setInterval(() => {
    if (isAdding || past.count >= mostEvents) return;
    isAdding = true;
    void addNew().then(() => {
      isAdding = false;
    });
  }, lookEveryMs);
  const stop = useTime.subscribe(() => {
    if (isWanted()) return;
    clearInterval(timer);
    stop();
    stopShowing();
  });
}

/** Shows that moment; outside of what is kept, the nearest one. `lingerUs`: what one step of whoever drags skips. */
export function goTo(atUs: number, lingerUs = 0): void {
  const { indexed } = useTime.getState();
  if (indexed === undefined || indexed.past.count === 0) return;
  const { startUs, endUs } = indexed.past;
  useTime.setState({ atUs: Math.min(endUs, Math.max(startUs, Math.round(atUs))), lingerUs });
  showTimer ??= setTimeout(show, showEveryMs);
}

/** To where something happened next, or before. */
export function stepTo(direction: 1 | -1): void {
  const { indexed, atUs } = useTime.getState();
  if (indexed === undefined) return;
  const to = indexed.past.step(atUs ?? indexed.past.endUs, direction);
  if (to !== undefined) goTo(to);
}

export function goLive(): void {
  useTime.setState({ atUs: undefined, lingerUs: 0 });
  stopShowing();
  showLive();
}

export function closeTime(): void {
  goLive();
  useTime.setState(closedTime);
}

function show(): void {
  showTimer = undefined;
  const { atUs, indexed } = useTime.getState();
  if (atUs === undefined || indexed === undefined) return;
  showPast(atUs, indexed.past.bookAt(atUs));
  const then = policies;
  if (then !== undefined) showPoliciesAt({ watch: () => then.at(atUs), nowUs: atUs });
}

function stopShowing(): void {
  clearTimeout(showTimer);
  showTimer = undefined;
  showPoliciesAt(undefined);
}
