import type { Fault } from '#shared/faults/fault.ts';
import type { Flow } from '#shared/flow/flow.ts';
import type { HopEvent, HopEventType } from '#shared/trace.ts';
import { hopFailed } from '../hopText.ts';
import type { HopView } from '../hopView.ts';

/** What a verdict is found from. */
export interface Scene {
  flow: Flow;
  /** Those that are active now; what a trace names besides has ended. */
  faults: readonly Fault[];
  /** The messages of one trace, in the order in which they began. */
  hops: readonly HopView[];
}

/** A scene with its messages in order: who caused whom. */
export interface Story extends Scene {
  root: HopView;
  parentOf: (hop: HopView) => HopView | undefined;
  childrenOf: (hop: HopView) => readonly HopView[];
}

export function storyOf(scene: Scene): Story | undefined {
  const byId = new Map(scene.hops.map((hop) => [hop.hopId, hop]));
  const parentOf = ({ parentId }: HopView): HopView | undefined => byId.get(parentId ?? '');
  const children = new Map<string, HopView[]>();
  for (const hop of scene.hops) {
    const parent = parentOf(hop);
    if (parent !== undefined) children.set(parent.hopId, [...(children.get(parent.hopId) ?? []), hop]);
  }
  const root = scene.hops.find((hop) => parentOf(hop) === undefined) ?? scene.hops[0];
  if (root === undefined) return undefined;
  return { ...scene, root, parentOf, childrenOf: (hop) => children.get(hop.hopId) ?? [] };
}

/** A call whose attempts are messages of their own shows up once: as the call. */
export const isAttempt = (hop: HopView): boolean => hop.attempt !== undefined && hop.parentId !== undefined;

export function callOf(story: Story, hop: HopView): HopView {
  return isAttempt(hop) ? (story.parentOf(hop) ?? hop) : hop;
}

const troubleTypes: ReadonlySet<HopEventType> = new Set([
  'threw',
  'unhandled',
  'rejected',
  'lost',
  'timedOut',
  'failed',
]);

/** The first thing that went wrong with this message itself. */
export function troubleOf(hop: HopView): HopEvent | undefined {
  return hop.events.find(
    (event) => troubleTypes.has(event.type) || (event.type === 'replied' && (event.status ?? 0) >= 400),
  );
}

/**
 * What failed first. In a trace that failed as a whole that is looked for below its first message, failure by failure;
 * in one that ended well, or goes on, it is whatever went wrong earliest.
 */
export function culpritOf(story: Story): HopView | undefined {
  if (!hopFailed(story.root)) return earliest(story.hops);
  const seen = new Set<HopView>();
  let hop = story.root;
  for (let next: HopView | undefined = hop; next !== undefined && !seen.has(next); next = causeBelow(story, hop)) {
    seen.add(next);
    hop = next;
  }
  return hop;
}

function causeBelow(story: Story, hop: HopView): HopView | undefined {
  const trouble = troubleOf(hop);
  if (trouble === undefined || trouble.type === 'timedOut' || trouble.type === 'rejected') return undefined;
  const failed = story
    .childrenOf(hop)
    .filter((child) => child.kind !== 'event' && hopFailed(child) && (child.endedUs ?? Infinity) <= trouble.atUs);
  const error = JSON.stringify(trouble.error);
  return failed.find((child) => JSON.stringify(child.error) === error) ?? failed[0];
}

function earliest(hops: readonly HopView[]): HopView | undefined {
  let found: { hop: HopView; atUs: number } | undefined;
  for (const hop of hops) {
    const atUs = troubleOf(hop)?.atUs ?? Infinity;
    if (atUs < (found?.atUs ?? Infinity)) found = { hop, atUs };
  }
  return found?.hop;
}

/** What was still being worked on, deepest in the trace, at a moment: that is what everybody above waited for. */
export function waitedFor(story: Story, hop: HopView, atUs: number): HopView {
  let deepest = hop;
  const seen = new Set<HopView>();
  for (let next: HopView | undefined = hop; next !== undefined && !seen.has(next);) {
    seen.add(next);
    deepest = next;
    next = story
      .childrenOf(next)
      .findLast(({ kind, startedUs, endedUs = Infinity }) => kind !== 'event' && startedUs <= atUs && endedUs > atUs);
  }
  return deepest;
}
