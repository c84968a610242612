import { diffFlows } from '../../flow/diffFlows.ts';
import { applyEdits } from '../../flow/edits.ts';
import type { Flow } from '../../flow/flow.ts';
import type { Act } from '../act.ts';
import type { Recording } from '../recording.ts';
import { stimuliOf, type Stimulus } from '../stimuli.ts';
import { carryOut } from './carryOut.ts';
import { Following } from './following.ts';
import { quiet } from './quiet.ts';
import type { OpenReplay, ReplaySession, Replay, ReplayedStimulus } from './replaySession.ts';

export interface ReplayOptions {
  open: OpenReplay;
  /** Another drawing than the recorded one; what was changed of that while it was recorded is left out then. */
  flow?: Flow | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((done: number, all: number) => void) | undefined;
}

type Item = { atUs: number } & ({ stimulus: Stimulus } | { act: Act });

/**
 * Plays a recording again, for real, in a session of its own: what came in from outside comes in again with the same payload,
 * and what people did is done again, each at its time. Whatever came when something else was over waits until that is
 * over here too: so a slower machine takes longer, and does the same.
 *
 * @throws Error with what a person should read when there is no session for it
 */
export async function replay(recording: Recording, { open, flow, signal, onProgress }: ReplayOptions): Promise<Replay> {
  const playing = quiet(flow ?? recording.flow);
  const session = await open(playing, recording.seed);
  try {
    const run = new Run({ recording, session, flow: playing, isOtherFlow: flow !== undefined });
    return await run.play(signal, onProgress ?? (() => undefined));
  } finally {
    await session.close();
  }
}

class Run {
  readonly #recording: Recording;
  readonly #session: ReplaySession;
  readonly #stimuli: Stimulus[];
  readonly #following: Following;
  readonly #replayed = new Map<number, ReplayedStimulus>();
  readonly #notes = new Set<string>();
  readonly #isOtherFlow: boolean;
  #flow: Flow;

  constructor(parts: { recording: Recording; session: ReplaySession; flow: Flow; isOtherFlow: boolean }) {
    this.#recording = parts.recording;
    this.#session = parts.session;
    this.#flow = parts.flow;
    this.#isOtherFlow = parts.isOtherFlow;
    this.#stimuli = stimuliOf(parts.recording);
    this.#following = new Following(parts.session, parts.recording.events);
  }

  async play(signal: AbortSignal | undefined, onProgress: (done: number, all: number) => void): Promise<Replay> {
    const { faults, acts, seed } = this.#recording;
    for (const fault of faults) await this.#act({ act: 'putFault', fault, atUs: 0 });
    const items: Item[] = [
      ...this.#stimuli.map((stimulus) => ({ atUs: stimulus.atUs, stimulus })),
      ...acts.map((act) => ({ atUs: act.atUs, act })),
    ].toSorted((a, b) => a.atUs - b.atUs);
    const firstUs = items[0]?.atUs ?? 0;
    const begun = performance.now();
    for (const [index, item] of items.entries()) {
      onProgress(index, items.length);
      await this.#following.wait(begun + (item.atUs - firstUs) / 1000, signal);
      await this.#following.settled(this.#overBefore(item.atUs), signal);
      signal?.throwIfAborted();
      if ('act' in item) await this.#act(item.act);
      else this.#send(item.stimulus);
    }
    await this.#following.settled(this.#stimuli, signal);
    onProgress(items.length, items.length);
    const { events, missed } = this.#session;
    return {
      seed,
      flow: this.#flow,
      events: [...events],
      missed,
      stimuli: this.#stimuli.map(({ number }) => this.#replayed.get(number) ?? { number }),
      notes: [...this.#notes],
    };
  }

  /** What had been over in the recording when this happened. */
  #overBefore(atUs: number): Stimulus[] {
    return this.#stimuli.filter(({ lastUs }) => lastUs < atUs);
  }

  #send(stimulus: Stimulus): void {
    const replayed: ReplayedStimulus = { number: stimulus.number };
    this.#replayed.set(stimulus.number, replayed);
    const why = whyNotSent(stimulus, this.#flow);
    if (why !== undefined || stimulus.from === 'stranger') {
      replayed.notSent = why ?? 'it came from outside of Patchbay, straight to a port';
      return;
    }
    const { data } = stimulus;
    const sending =
      stimulus.from === 'driver'
        ? this.#session.command('drive', { driver: stimulus.driver, data })
        : this.#session.command('send', { wire: stimulus.wire, pattern: stimulus.pattern, kind: stimulus.kind, data });
    const answered = sending.then((answer) => {
      if (answer.ok) replayed.traceId = answer.traceId;
      else replayed.notSent = answer.problem.message;
      return replayed.traceId;
    });
    this.#following.follow(stimulus, answered);
  }

  async #act(act: Act): Promise<void> {
    if ((act.act === 'edit' || act.act === 'replaceFlow') && this.#isOtherFlow) {
      this.#notes.add('What was changed in the drawing while it was recorded is left out: this is another drawing.');
      return;
    }
    if (act.act === 'edit' || act.act === 'replaceFlow') {
      await this.#draw(act);
      return;
    }
    const note = await carryOut(act, this.#session);
    if (note !== undefined) this.#notes.add(note);
  }

  async #draw(act: Extract<Act, { act: 'edit' | 'replaceFlow' }>): Promise<void> {
    const applied = act.act === 'edit' ? applyEdits(this.#flow, act.edits) : { ok: true as const, value: act.flow };
    const next = applied.ok ? quiet(applied.value) : this.#flow;
    const edits = diffFlows(this.#flow, next);
    this.#flow = next;
    if (edits.length === 0) return;
    const answer = await this.#session.command('edit', { revision: 0, edits });
    if (!answer.ok) this.#notes.add(`A change of the drawing could not be made again: ${answer.problem.message}`);
  }
}

function whyNotSent(stimulus: Stimulus, flow: Flow): string | undefined {
  if (stimulus.isCut === true) return 'only the beginning of its payload is in the recording';
  if (stimulus.from === 'driver' && !Object.hasOwn(flow.drivers, stimulus.driver)) return 'its driver is not there';
  if (stimulus.from === 'person' && !Object.hasOwn(flow.wires, stimulus.wire)) return 'its wire is not there';
  return undefined;
}
