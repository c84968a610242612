import { hopFailed } from '../hopText.ts';
import type { HopView } from '../hopView.ts';
import { callOf, isAttempt, troubleOf, type Story } from './story.ts';
import { answerer, callerName, patternName, quoted, tookText, type Part } from './words.ts';

/** What became of it on its way to who asked first: the second sentence, without its full stop. */
export function outcome(story: Story, culprit: HopView): Part[] {
  const call = callOf(story, culprit);
  const rescued = rescue(story, call);
  if (rescued === '') return travel(story, culprit);
  return [{ text: rescued, hopId: call.hopId }, { text: '; ' }, ...travel(story, culprit)];
}

/** What the policies of the wire made of it. */
function rescue({ flow }: Story, call: HopView): string {
  const has = (type: string): boolean => call.events.some((event) => event.type === type);
  if (has('fellBack')) return `the fallback of ${answerer(flow, call)} answered in its place`;
  if (has('deadLettered')) return `${answerer(flow, call)} keeps it in its dead letters`;
  const retried = call.events.findLast(({ type }) => type === 'retried');
  if (retried !== undefined && call.state === 'ok') return `attempt ${retried.attempt ?? 2} went well`;
  return '';
}

interface Got {
  who: string;
  said: string;
  hopId: string;
}

function travel(story: Story, culprit: HopView): Part[] {
  const { flow, root } = story;
  const got: Got[] = [];
  let isOver = false;
  for (const hop of pathUp(story, culprit)) {
    isOver = !hopFailed(hop) || hop.kind === 'event';
    if (isOver) break;
    // What the first sentence has said already is not said again.
    if (hop === callOf(story, culprit) && isToldAlready(culprit)) continue;
    got.push({ who: callerName(flow, hop), said: quoted(hop.error, hop.status), hopId: hop.hopId });
  }
  const said = got.filter(({ said }, index) => said !== got[index - 1]?.said || index === got.length - 1);
  const chain = said.flatMap(({ who, said, hopId }, index): Part[] =>
    index === 0 ? [{ text: `${who} got ${said}`, hopId }] : [{ text: ', ' }, { text: `${who} ${said}`, hopId }],
  );
  const end: Part = { text: rootText(story), hopId: root.hopId };
  if (chain.length === 0) return [end];
  if (isOver) return [...chain, { text: ' and went on; ' }, end];
  return [...chain, { text: ` after ${tookText(root)}` }];
}

const isToldAlready = (culprit: HopView): boolean => {
  const type = troubleOf(culprit)?.type;
  return type === 'timedOut' || type === 'failed' || type === 'lost';
};

function* pathUp(story: Story, from: HopView): Generator<HopView> {
  const seen = new Set<HopView>();
  for (let hop: HopView | undefined = from; hop !== undefined && !seen.has(hop); hop = story.parentOf(hop)) {
    seen.add(hop);
    if (!isAttempt(hop)) yield hop;
  }
}

/** How the first message ended: `driver buyer was answered 201 after 24 ms`. */
export function rootText({ flow, root }: Story): string {
  const who = callerName(flow, root);
  const after = `after ${tookText(root)}`;
  if (root.kind === 'event') return `${who} does not wait for it`;
  switch (root.state) {
    case 'ok':
      return `${who} was answered${root.status === undefined ? '' : ` ${root.status}`} ${after}`;
    case 'pending':
      return `${who} still waits for ${patternName(root)}`;
    case 'cancelled':
      return `${who} stopped waiting ${after}`;
    case 'failed':
    case 'timedOut':
    case 'lost':
      return `${who} got ${quoted(root.error, root.status)} ${after}`;
  }
}
