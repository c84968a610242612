import type { Subscription } from 'rxjs';
import type { FaultOf } from '#shared/faults/fault.ts';
import { maxHeld, type HeldAct, type HeldActOnAll, type HeldContent, type HeldMessage } from '#shared/held.ts';
import { problem, ProblemError } from '#shared/problem.ts';
import type { HeldOutcome } from '#shared/trace.ts';
import type { HopContext } from '../../trace/context.ts';
import { toJson } from '../../trace/describeError.ts';
import type { CallEnd, HopLedger } from '../../trace/hopLedger.ts';
import { newHopId } from '../../trace/ids.ts';
import type { Tracer } from '../../trace/tracer.ts';
import type { PassingMessage } from '../message/passingMessage.ts';
import { callerAfter, callerNow, viewOf, type HeldEntry, type HeldLane } from './heldEntry.ts';

export interface HeldBoardParts {
  tracer: Tracer;
  ledger: HopLedger;
  /** Whether a breakpoint is still on. */
  isOn: (fault: string) => boolean;
  /** A breakpoint holds nothing any more. */
  onLetGo: (fault: string) => void;
  /** `list` gives something else now. */
  onChange: () => void;
}

/**
 * What the breakpoints of a session hold, in the order in which it goes on:
 *
 *   lane ─▶ hold ──▶ [ A  B  C ] ──▶ act: release, drop, duplicate, edit, move
 *                        │  ╰─ its breakpoint is gone: `sweep` lets it go on
 *                        ╰─ its connection is gone: `lose`
 */
export class HeldBoard {
  readonly #parts: HeldBoardParts;
  readonly #ends: Subscription;
  #entries: HeldEntry[] = [];

  constructor(parts: HeldBoardParts) {
    this.#parts = parts;
    this.#ends = parts.ledger.ends$.subscribe(({ hopId, end }) => this.#callEnded(hopId, end));
  }

  get list(): HeldMessage[] {
    const now = performance.now();
    return this.#entries.map((entry) => viewOf(entry, now));
  }

  /** False when no more can be held, which the trace is told. */
  hasRoom(hop: HopContext, { leg }: HeldLane): boolean {
    if (this.#entries.length < maxHeld) return true;
    this.#tell(hop, {
      leg,
      how: 'passed',
      note: `${maxHeld} messages are held already: this one passed its breakpoint.`,
    });
    return false;
  }

  hold({ fault, lane, message }: { fault: FaultOf<'hold'>; lane: HeldLane; message: PassingMessage }): void {
    const { tracer, ledger, isOn, onLetGo, onChange } = this.#parts;
    const { hop, scope } = message;
    // Faults before this one may have kept it until now.
    if (!isOn(fault.id) || !this.hasRoom(hop, lane)) {
      message.go();
      onLetGo(fault.id);
      return;
    }
    const { givesUpAtMs } = ledger.callOf(hop);
    const content: HeldContent =
      'error' in scope
        ? { error: toJson(scope['error']) }
        : scope['data'] === undefined
          ? {}
          : { data: toJson(scope['data']) };
    const entry: HeldEntry = {
      id: newHopId(),
      fault: fault.id,
      lane,
      message,
      content,
      sinceMs: performance.now(),
      givesUpAtMs,
      caller: callerNow(hop, ledger),
    };
    this.#entries.push(entry);
    ledger.refresh(hop);
    tracer.hop('held', hop, { leg: lane.leg, ...content, note: 'A breakpoint holds it.' });
    onChange();
  }

  /** @throws ProblemError when it is not held any more */
  read(id: string): HeldContent {
    return this.#find(id).content;
  }

  /** @throws ProblemError when it is not held any more, or is to be put after one that is not; then nothing has changed */
  act(id: string, act: HeldAct): void {
    const entry = this.#find(id);
    switch (act.do) {
      case 'move':
        this.#move(entry, act.after);
        return;
      case 'drop':
        this.#takeOut([entry], 'dropped');
        return;
      case 'release':
        this.#takeOut([entry], 'released');
        entry.message.go();
        return;
      case 'duplicate':
        this.#takeOut([entry], 'duplicated');
        entry.message.go();
        entry.message.go();
        return;
      case 'edit':
        entry.content = 'error' in entry.content ? { error: act.data } : { data: act.data };
        this.#takeOut([entry], 'edited');
        entry.message.go({ payload: { value: act.data } });
    }
  }

  /** Returns how many there were. */
  actOnAll({ do: act, fault }: HeldActOnAll): number {
    const meant = this.#entries.filter((entry) => fault === undefined || entry.fault === fault);
    this.#takeOut(meant, act === 'drop' ? 'dropped' : 'released');
    if (act === 'release') for (const { message } of meant) message.go();
    return meant.length;
  }

  /** After breakpoints have gone: what they held goes on, in order. */
  sweep(): void {
    const free = this.#entries.filter(({ fault }) => !this.#parts.isOn(fault));
    if (free.length === 0) return;
    this.#takeOut(free, 'mended');
    for (const { message } of free) message.go();
  }

  /** What its messages travel on is gone. */
  lose(lane: HeldLane): void {
    const lost = this.#entries.filter((entry) => entry.lane === lane);
    if (lost.length === 0) return;
    this.#entries = this.#entries.filter((entry) => !lost.includes(entry));
    for (const { message } of lost) message.lose();
    this.#changed(lost);
  }

  close(): void {
    this.#ends.unsubscribe();
    this.#entries = [];
  }

  #find(id: string): HeldEntry {
    const entry = this.#entries.find((one) => one.id === id);
    if (entry !== undefined) return entry;
    const message = `No message "${id}" is held; somebody may have let it go. Read the list of held messages again.`;
    throw new ProblemError(problem('notFound', message, 'message'));
  }

  #move(entry: HeldEntry, after: string | undefined): void {
    const before = after === undefined ? undefined : this.#find(after);
    if (before === entry) return;
    const others = this.#entries.filter((one) => one !== entry);
    const at = before === undefined ? 0 : others.indexOf(before) + 1;
    this.#entries = others.toSpliced(at, 0, entry);
    this.#parts.onChange();
  }

  /** They are held no more, and the trace is told; the rest is left to whoever calls. */
  #takeOut(entries: readonly HeldEntry[], how: HeldOutcome): void {
    this.#entries = this.#entries.filter((entry) => !entries.includes(entry));
    for (const { message, lane, caller, content } of entries) {
      const isLate = how !== 'dropped' && (caller === 'gaveUp' || caller === 'answered');
      this.#tell(message.hop, {
        leg: lane.leg,
        how,
        ...(how === 'edited' ? content : {}),
        note: `${notes[how]}${isLate ? ' Its caller waits no more.' : ''}`,
      });
    }
    this.#changed(entries);
  }

  #changed(gone: readonly HeldEntry[]): void {
    const { onLetGo, onChange } = this.#parts;
    for (const fault of new Set(gone.map((entry) => entry.fault))) {
      if (!this.#entries.some((entry) => entry.fault === fault)) onLetGo(fault);
    }
    onChange();
  }

  #tell(hop: HopContext, details: Parameters<Tracer['hop']>[2]): void {
    this.#parts.ledger.refresh(hop);
    this.#parts.tracer.hop('released', hop, details);
  }

  #callEnded(hopId: string, end: CallEnd): void {
    const ended = this.#entries.filter(({ message, caller }) => caller === 'waits' && message.hop.hopId === hopId);
    if (ended.length === 0) return;
    for (const entry of ended) entry.caller = callerAfter(end);
    this.#parts.onChange();
  }
}

const notes: Record<HeldOutcome, string> = {
  released: 'Somebody let it go on.',
  dropped: 'Somebody dropped it: it never arrives.',
  duplicated: 'Somebody let it go on twice.',
  edited: 'Somebody let it go on with another payload.',
  mended: 'Its breakpoint is gone: it goes on.',
  passed: 'It passed its breakpoint.',
};
