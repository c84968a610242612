import { deflateSync, Inflate } from 'fflate';
import type { Flow } from '#shared/flow/flow.ts';
import { parseFlow, type Parsed } from '#shared/flow/parseFlow.ts';
import { problem } from '#shared/problem.ts';
import { dictionary } from './dictionary.ts';

/**
 * A whole flow inside a link, which no server keeps: `/#flow=1.<base64url of the deflated JSON>`. The part behind `#` is never
 * sent to a server. Deflated with a dictionary, which browsers cannot do by themselves, or the order saga would not fit a chat. The `1` is the format of the packing, not of the flow, which says its own version.
 */

const format = '1';
/** A link that unpacks to more is no flow, but something meant to fill the memory. */
const maxUnpacked = 5_000_000;
const pieceBytes = 256;

const knownWords = new TextEncoder().encode(dictionary);

/** Packs a flow: `1.eNq…`. */
export function packFlow(flow: Flow): string {
  const bytes = new TextEncoder().encode(JSON.stringify(lean(flow)));
  return `${format}.${toBase64Url(deflateSync(bytes, { level: 9, dictionary: knownWords }))}`;
}

export const flowLink = (flow: Flow, origin: string): string => `${origin}/#flow=${packFlow(flow)}`;

/** What a link packs, when it packs a flow: the whole address or only what is behind `#`. */
export function packedIn(link: string): string | undefined {
  return /#flow=([^&\s]*)/.exec(link)?.[1];
}

/** The flow, or the Problem of a link that was cut short, changed, or made by something newer. */
export function unpackFlow(packed: string): Parsed<Flow> {
  const [version, text = ''] = packed.split('.', 2);
  if (version !== format) return refuse('This link was made by another version of Patchbay. Open it with that one.');
  try {
    return parseFlow(JSON.parse(inflate(fromBase64Url(text))));
  } catch {
    return refuse('This link is damaged: it may have been cut short on its way. Ask for it once more.');
  }
}

const refuse = (message: string): Parsed<Flow> => ({ ok: false, problem: problem('badInput', message) });

/** Without what the format fills in by itself, and without pixels that nobody sees. */
function lean(flow: Flow): unknown {
  return JSON.parse(JSON.stringify(flow), (key, value: unknown) => {
    if (key === 'replicas' && value === 1) return undefined;
    if (key === 'perSecond' && value === 0) return undefined;
    if ((key === 'x' || key === 'y') && typeof value === 'number') return Math.round(value);
    return value;
  }) as unknown;
}

/** Throws when the bytes are no deflated text, end too early, or unpack to too much. */
function inflate(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let isWhole = false;
  const inflating = new Inflate({ dictionary: knownWords }, (chunk, isLast) => {
    text += decoder.decode(chunk, { stream: !isLast });
    isWhole = isLast;
  });
  // In small pieces: a byte may stand for a thousand.
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    inflating.push(bytes.subarray(at, at + pieceBytes), at + pieceBytes >= bytes.length);
    if (text.length > maxUnpacked) throw new Error(`More than ${maxUnpacked} characters`);
  }
  if (!isWhole) throw new Error('There is nothing in it');
  return text;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
