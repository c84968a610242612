import {
  hereSchema,
  peopleColours,
  pointerSchema,
  pointersPerSecond,
  shownPeople,
  type Here,
  type MovedPointers,
  type People,
  type Person,
  type Pointer,
} from '#shared/people.ts';

export interface SessionPeopleOptions {
  /** Everybody in the session is told. */
  onPeople: (people: People) => void;
  /** As well. What moves is told again in a moment, and may get lost; where it came to rest must arrive. */
  onPointers: (pointers: MovedPointers, where: 'moving' | 'resting') => void;
}

interface Known {
  person: Person;
  page: string;
}

const roundMs = 1000 / pointersPerSecond;
/** An honest page says less than that in a round; of whoever says more only the first is read. */
const saysPerRound = 20;

/**
 * Who is in a session, where they point and what they have selected. Nothing of it is kept. However much a page says, the
 * others are told at most once a round; only who leaves is gone at once.
 */
export class SessionPeople {
  readonly #options: SessionPeopleOptions;
  readonly #known = new Map<string, Known>();
  readonly #moving = new Map<string, Pointer>();
  /** Told in the last round. */
  #resting = new Map<string, Pointer>();
  readonly #said = new Map<string, number>();
  #haveChanged = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SessionPeopleOptions) {
    this.#options = options;
  }

  get now(): People {
    const all = [...this.#known.values()].map(({ person }) => person);
    return { people: all.slice(0, shownPeople), more: Math.max(0, all.length - shownPeople) };
  }

  /** A page says who is in front of it. What does not fit is passed over: nobody waits for an answer. */
  here(id: string, said: unknown, { isViewer }: { isViewer: boolean }): void {
    if (this.#saysTooMuch(id)) return;
    const parsed = hereSchema.safeParse(said);
    if (!parsed.success) return;
    this.#takePlace(id, parsed.data, isViewer);
    this.#haveChanged = true;
    this.#tellSoon();
  }

  point(id: string, said: unknown): void {
    if (!this.#known.has(id) || this.#saysTooMuch(id)) return;
    const parsed = pointerSchema.safeParse(said);
    if (!parsed.success) return;
    this.#moving.set(id, parsed.data);
    this.#tellSoon();
  }

  leave(id: string): void {
    this.#said.delete(id);
    this.#forgetPointer(id);
    if (!this.#known.delete(id)) return;
    this.#haveChanged = true;
    this.#tell();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** One that came back before its old connection was given up stands where it stood, in its colour. */
  #takePlace(id: string, { page, colour: wish, ...said }: Here, isViewer: boolean): void {
    const before = [...this.#known].find(([other, known]) => other === id || known.page === page);
    const colour = before?.[1].person.colour ?? this.#freeColour(wish);
    if (before !== undefined && before[0] !== id) {
      this.#known.delete(before[0]);
      this.#forgetPointer(before[0]);
    }
    this.#known.set(id, { page, person: { id, colour, isViewer, ...said } });
  }

  #forgetPointer(id: string): void {
    this.#moving.delete(id);
    this.#resting.delete(id);
  }

  #freeColour(wish: number | undefined): number {
    const count = Array.from({ length: peopleColours }, () => 0);
    for (const { person } of this.#known.values()) count[person.colour] = (count[person.colour] ?? 0) + 1;
    if (wish !== undefined && count[wish] === 0) return wish;
    return count.indexOf(Math.min(...count));
  }

  #saysTooMuch(id: string): boolean {
    const said = (this.#said.get(id) ?? 0) + 1;
    this.#said.set(id, said);
    // Begins a round even when nothing that is said fits.
    this.#tellSoon();
    return said > saysPerRound;
  }

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => this.#tell(), roundMs);
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#said.clear();
    if (this.#haveChanged) {
      this.#haveChanged = false;
      this.#options.onPeople(this.now);
    }
    const rested = this.#resting;
    this.#resting = new Map(this.#moving);
    for (const id of this.#moving.keys()) rested.delete(id);
    this.#tellPointers(rested, 'resting');
    this.#tellPointers(this.#moving, 'moving');
    this.#moving.clear();
    if (this.#resting.size > 0) this.#tellSoon();
  }

  #tellPointers(pointers: ReadonlyMap<string, Pointer>, where: 'moving' | 'resting'): void {
    const shown = new Set(this.now.people.map(({ id }) => id));
    const told = [...pointers].flatMap(([id, at]) => (shown.has(id) ? [{ id, at }] : []));
    if (told.length > 0) this.#options.onPointers(told, where);
  }
}
