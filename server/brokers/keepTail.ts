import type { Readable } from 'node:stream';

const keptCharacters = 4096;

/** Reads a stream to its end, so that its writer is never blocked, and keeps the last few lines for an error message. */
export function keepTail(stream: Readable | null): () => string {
  let tail = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (text: string) => {
    tail = (tail + text).slice(-keptCharacters);
  });
  return () => tail.trim();
}
