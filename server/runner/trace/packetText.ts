import { Buffer } from 'node:buffer';

/** As long as a packet in an event can be; what is longer ends in a mark. */
const maxCharacters = 8000;

/**
 * The packet of a reply as it is written to the wire, out of what a transport's serializer has made: a text or bytes as they
 * are (MQTT), the `data` of a NATS message, the JSON that the transport makes of anything else in its next step (TCP, which
 * puts the length and a `#` before it, Redis, RabbitMQ). Undefined when it has no text.
 */
export function packetText(written: unknown): string | undefined {
  const text = textOf(written);
  return text === undefined || text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters)}… (cut)`;
}

function textOf(written: unknown): string | undefined {
  if (typeof written === 'string') return written;
  if (written instanceof Uint8Array) return Buffer.from(written).toString();
  if (isNatsMessage(written)) return textOf(written.data);
  try {
    return JSON.stringify(written);
  } catch {
    // A circle or a BigInt: the transport fails on it in the same way, and tells by its own error.
    return undefined;
  }
}

/** NatsRecordSerializer makes `{ data, headers }`, whose data is written; a packet of the others has `err` or `response`. */
function isNatsMessage(value: unknown): value is { data: string | Uint8Array } {
  if (typeof value !== 'object' || value === null || !('data' in value) || 'err' in value) return false;
  return typeof value.data === 'string' || value.data instanceof Uint8Array;
}
