import { patternText } from '#shared/flow/pattern.ts';
import type { Json } from '#shared/json.ts';
import type { HopView } from '../trace/hopView.ts';

/** A message as one would send it oneself. */

/** Where a message can be sent to from a terminal. */
export interface Doors {
  /** Of the playground: `http://localhost:3000`. */
  origin: string;
  session: string;
  /** The HTTP port of the service that a request goes to, on the machine that runs the playground. */
  port: number | undefined;
}

/** A line for a terminal: an HTTP request goes to its service, any other message over its wire. Undefined where no door leads there. */
export function curlOf(hop: HopView, data: Json | undefined, { origin, session, port }: Doors): string | undefined {
  if (hop.kind === 'http') {
    const [verb = 'GET', path = '/'] = asked(hop).split(' ');
    if (port === undefined) return undefined;
    const method = verb === 'GET' ? '' : verb === 'HEAD' ? ' -I' : ` -X ${verb}`;
    return `curl${method} ${quoted(`http://127.0.0.1:${port}${path}`)}${data === undefined ? '' : bodyOf(data)}`;
  }
  if (hop.wire === undefined) return undefined;
  const body = { wire: hop.wire, pattern: hop.pattern, data: data ?? null, kind: hop.kind };
  return `curl -X POST ${quoted(`${origin}/api/sessions/${session}/send`)}${bodyOf(body)}`;
}

/** The line of a NestJS service that sends it, through the client of the wire. Undefined for HTTP, which no ClientProxy sends. */
export function clientCallOf(hop: HopView, data: Json | undefined): string | undefined {
  if (hop.kind === 'http') return undefined;
  const values = `${patternText(hop.pattern) === hop.pattern ? JSON.stringify(hop.pattern) : patternText(hop.pattern)}, ${JSON.stringify(data ?? {})}`;
  // emit() sends at once; send() only when somebody listens.
  return hop.kind === 'event'
    ? `client.emit(${values});`
    : `const reply = await firstValueFrom(client.send(${values}));`;
}

const bodyOf = (data: Json): string => ` -H 'content-type: application/json' -d ${quoted(JSON.stringify(data))}`;

/** For a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The route knows only `/orders/:id`; who called knew which. */
const asked = (hop: HopView): string =>
  patternText(hop.events.find(({ type }) => type === 'called')?.pattern ?? hop.pattern);
