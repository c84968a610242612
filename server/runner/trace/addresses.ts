import { patternRoute, type Pattern } from '#shared/flow/pattern.ts';
import type { EventPlace } from '#shared/trace.ts';
import { toJson } from './describeError.ts';
import { TextMemo } from './textMemo.ts';

/** What the drawing says about a route. */
export interface DrawnHandler {
  id: string;
  pattern: Pattern;
}

/** One listener, and what the drawing says about its routes. */
export interface DrawnRoutes {
  /** Service, replica and listener. */
  place: EventPlace;
  /** By `patternRoute`. */
  handlers: ReadonlyMap<string, DrawnHandler>;
  /** Whether a route with wildcards wants this topic, for a transport whose messages do not say which route they came by. */
  matches?: ((route: string, topic: string) => boolean) | undefined;
}

/** Whom a message is for, as the drawing says it. */
export interface Addressee {
  /** As it is drawn, or as it came when no handler answers it. */
  pattern: Pattern;
  /** With the handler, when there is one. */
  place: EventPlace;
}

/** What the addresses of messages mean at one listener: the pattern, as any of the forms it travels in, or a topic. */
export class Addresses {
  readonly #drawn: DrawnRoutes;
  readonly #known = new TextMemo<Addressee>();

  constructor(drawn: DrawnRoutes) {
    this.#drawn = drawn;
  }

  find(address: unknown): Addressee {
    const key = keyOf(address);
    const known = key === undefined ? undefined : this.#known.get(key);
    if (known !== undefined) return known;
    const found = this.ofPattern(readPattern(address));
    if (key !== undefined) this.#known.set(key, found);
    return found;
  }

  ofPattern(pattern: Pattern): Addressee {
    const { handlers, place } = this.#drawn;
    const route = patternRoute(pattern);
    const handler = handlers.get(route) ?? this.#byWildcard(route);
    if (handler === undefined) return { pattern, place };
    return { pattern: handler.pattern, place: { ...place, handler: handler.id } };
  }

  #byWildcard(topic: string): DrawnHandler | undefined {
    const { matches, handlers } = this.#drawn;
    if (matches === undefined) return undefined;
    return [...handlers].find(([route]) => matches(route, topic))?.[1];
  }
}

/** A text and the object that it is the JSON of are the same address. */
function keyOf(address: unknown): string | undefined {
  if (typeof address === 'string') return address;
  try {
    return typeof address === 'object' ? JSON.stringify(address) : undefined;
  } catch {
    // Nested too deep; whoever reads it carefully will say so.
    return undefined;
  }
}

/** The pattern of a message out of any of the forms it travels in: the object, or a text that may be its JSON. */
function readPattern(value: unknown): Pattern {
  if (typeof value === 'string') {
    if (!value.startsWith('{')) return value;
    try {
      const parsed: unknown = JSON.parse(value);
      return isPatternObject(parsed) ? parsed : value;
    } catch {
      // A text that only looks like JSON is a pattern too, as Nest sees it.
      return value;
    }
  }
  const safe = toJson(value ?? '');
  if (isPatternObject(safe)) return safe;
  return typeof safe === 'string' ? safe : JSON.stringify(safe);
}

function isPatternObject(value: unknown): value is Exclude<Pattern, string> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
