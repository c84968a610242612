import { durationText } from '../../ui/durationText.ts';
import type { HopView } from '../hopView.ts';
import { because } from './because.ts';
import { callOf, isAttempt, waitedFor, type Story } from './story.ts';
import { answerer, calleeName, callerName, patternName, tookText, type Part } from './words.ts';

/** Nothing failed: how long it took, and what took longest. */
export function allWell(story: Story): Part[] {
  const { flow, root } = story;
  const whole = tookText(root);
  const status = root.status === undefined ? '' : ` ${root.status}`;
  const text =
    root.kind === 'event'
      ? `everything went well: ${patternName(root)} reached ${calleeName(flow, root)}, and the work ended after ${whole}`
      : `everything went well: ${calleeName(flow, root)} answered ${callerName(flow, root)}${status} after ${whole}`;
  const well = { text, hopId: root.hopId };
  const hedged = hedgePart(story);
  if (hedged !== undefined) return [well, hedged];
  const slowest = slowestOf(story);
  return slowest === undefined ? [well] : [well, { text: slowestText(story, slowest), hopId: slowest.hopId }];
}

function slowestText(story: Story, hop: HopView): string {
  const subject = answerer(story.flow, hop);
  const took = tookText(hop);
  const reason = because(story, hop, { harm: 'time', subject });
  return reason === ''
    ? `the slowest part was ${subject}, which took ${took} for ${patternName(hop)}`
    : `${subject} took ${took} for ${patternName(hop)}${reason}`;
}

/** The message with the most time of its own, in which it waited for no other. */
function slowestOf(story: Story): HopView | undefined {
  let found: { hop: HopView; ownUs: number } | undefined;
  for (const hop of story.hops) {
    if (hop === story.root || hop.kind === 'event' || hop.endedUs === undefined || isAttempt(hop)) continue;
    const ownUs = hop.endedUs - hop.startedUs - waitedUs(story, hop);
    if (found === undefined || ownUs > found.ownUs) found = { hop, ownUs };
  }
  return found?.hop;
}

/** How long others were under way for it, parallel ones counted once. */
function waitedUs(story: Story, hop: HopView): number {
  let [sumUs, untilUs] = [0, 0];
  const waits = story
    .childrenOf(hop)
    .filter(({ kind, endedUs }) => kind !== 'event' && endedUs !== undefined)
    .toSorted((a, b) => a.startedUs - b.startedUs);
  for (const { startedUs, endedUs = startedUs } of waits) {
    sumUs += Math.max(0, endedUs - Math.max(startedUs, untilUs));
    untilUs = Math.max(untilUs, endedUs);
  }
  return sumUs;
}

function hedgePart(story: Story): Part | undefined {
  const { flow } = story;
  const hop = story.hops.find(({ events }) =>
    events.some(({ type, winner }) => type === 'hedged' && winner !== undefined),
  );
  const winner = hop?.events.find((event) => event.winner !== undefined)?.winner;
  if (hop === undefined || winner === undefined) return undefined;
  const subject = answerer(flow, hop);
  const waitMs = flow.wires[hop.wire ?? '']?.policies?.hedge?.afterMs;
  const patience = waitMs === undefined ? '' : ` within ${durationText(waitMs)}`;
  const first = story.childrenOf(hop)[0] ?? hop;
  const reason = because(story, first, { harm: 'time', subject });
  const text = `${subject} had no value${patience}${reason} and was asked once more; attempt ${winner} was first`;
  return { text, hopId: hop.hopId };
}

/** It goes on: what is being waited for. */
export function underWay(story: Story): Part {
  const { flow, root } = story;
  const open = story.hops.filter(({ state, kind }) => state === 'pending' && kind !== 'event');
  const top = root.state === 'pending' ? root : (open[0] ?? root);
  const deepest = waitedFor(story, top, Math.max(...story.hops.map(({ lastUs }) => lastUs)));
  const call = callOf(story, deepest);
  const [who, pattern] = [callerName(flow, call), patternName(deepest)];
  const subject = answerer(flow, deepest);
  const held = deepest.events.findLast(({ type }) => type === 'held' || type === 'released')?.type === 'held';
  const about = (text: string, { hopId } = deepest): Part => ({ text: `still under way: ${text}`, hopId });
  if (held) return about(`${pattern} is held, and ${who} waits`);
  const last = call.events.at(-1);
  if (last?.type === 'retried') return about(`${who} waits before attempt ${last.attempt} of ${subject}`, call);
  const reason = because(story, deepest, { harm: 'time', subject });
  if (deepest.deliveries.length === 0)
    return about(`${pattern} has not reached ${calleeName(flow, deepest)} yet${reason}`);
  return about(`${calleeName(flow, deepest)} has not answered ${pattern} yet${reason}, and ${who} waits`);
}
