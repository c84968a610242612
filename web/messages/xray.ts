import type { Json } from '#shared/json.ts';
import type { HopEvent } from '#shared/trace.ts';
import type { HopView } from '../trace/hopView.ts';

/** One place on the way of an exception to the caller. */
export interface XrayStage {
  title: string;
  value: Json;
  /** What happened to it here, where that needs saying. */
  note?: string;
}

/**
 * An exception from where it was thrown to what the caller got: what Nest's filters made of it, and what went over the wire.
 * Undefined when no handler of this message threw. Of a retried message the last attempt counts.
 */
export function xrayOf(hop: HopView): XrayStage[] | undefined {
  const threw = hop.events.findLast(({ type }) => type === 'threw');
  if (threw?.error === undefined) return undefined;
  const thrown: XrayStage = { title: 'Thrown', value: threw.error };
  const replied = hop.events.findLast(
    ({ type, service, replica }) => type === 'replied' && service === threw.service && replica === threw.replica,
  );
  if (replied === undefined) {
    const note = hop.kind === 'event' ? 'An event has no reply: nobody is told but the log of the service.' : undefined;
    return [note === undefined ? thrown : { ...thrown, note }];
  }
  const failed = hop.events.findLast(({ type }) => type === 'failed' || type === 'timedOut');
  const got = failed?.error ?? hop.reply;
  return [
    thrown,
    filtered(threw.error, replied),
    onTheWire(replied),
    ...(got === undefined ? [] : [{ title: 'The caller got', value: got }]),
  ];
}

function filtered(thrown: Json, { error, status, data }: HopEvent): XrayStage {
  const title = 'After Nest’s filters';
  if (status !== undefined) return { title, value: data ?? null, note: httpNote(status) };
  const value = error ?? null;
  if (JSON.stringify(value) === JSON.stringify(thrown)) return { title, value, note: 'It goes on as it is.' };
  return isHidden(value)
    ? { title, value, note: 'Only an RpcException leaves a microservice: what is none is hidden from callers.' }
    : { title, value, note: 'What Nest’s filter lets through: of an RpcException, what it was made of.' };
}

const httpNote = (status: number): string =>
  status === 500
    ? 'Only an HttpException answers for itself over HTTP: what is none becomes a 500.'
    : `The answer over HTTP, with status ${status}.`;

const isHidden = (value: Json): boolean =>
  JSON.stringify(value) === JSON.stringify({ status: 'error', message: 'Internal server error' });

/** The packet of Nest, or the answer over HTTP. */
function onTheWire({ error, status, data }: HopEvent): XrayStage {
  const title = 'On the wire';
  return status === undefined
    ? {
        title,
        value: { err: error ?? null, isDisposed: true },
        note: 'What the packet of @nestjs/microservices carries, beside its id, as it was handed over to be written.',
      }
    : { title, value: { status, body: data ?? null } };
}
