import { readdirSync } from 'node:fs';
import { extname } from 'node:path';
import type { NextFunction, Request, Response } from 'express';

/** What a browser may take, best first, and how the files are called that the build has packed (`scripts/lib/pack.ts`). */
const packings = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
] as const;

/**
 * Gives built scripts and styles as the build has packed them, to whoever takes that: a fourth of the bytes, at no cost while
 * it serves. Anything else is left to who comes after. The names carry a hash of their contents.
 */
export function servePacked(folder: string): (request: Request, response: Response, next: NextFunction) => void {
  const known = namesIn(folder);
  return (request, response, next) => {
    const name = request.path.slice(1);
    const packing = packings.find(
      ({ encoding, ending }) => known.has(name + ending) && request.acceptsEncodings(encoding) === encoding,
    );
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    // A range would be one of the packed bytes.
    if (packing === undefined || !isRead || request.headers.range !== undefined) {
      next();
      return;
    }
    response.type(extname(name));
    response.setHeader('Content-Encoding', packing.encoding);
    response.vary('Accept-Encoding');
    response.sendFile(name + packing.ending, { root: folder, immutable: true, maxAge: '1y' }, (error) => {
      // Whoever has gone away needs no answer. Built anew while the server runs, the page asks for other names.
      if (error === undefined || response.headersSent || request.destroyed) return;
      response.removeHeader('Content-Encoding');
      next();
    });
  };
}

/** A page that has not been built has none. */
function namesIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder).filter((name) => packings.some(({ ending }) => name.endsWith(ending))));
  } catch {
    return new Set();
  }
}
