import { join } from 'node:path';
import type { Request, Response } from 'express';
import { problem } from '#shared/problem.ts';
import { pageFolder } from '../paths.ts';

/** The page is one file, whichever session it shows. Everything it loads is served as static files. */
export function sendPage(response: Response): void {
  response.sendFile(
    join(pageFolder, 'index.html'),
    { headers: { 'Cache-Control': 'no-cache' }, cacheControl: false },
    (error) => {
      if (error === undefined || response.headersSent) return;
      const missing = problem('notFound', 'The page has not been built. Type: npm run build');
      response.status(404).json({ ok: false, problem: missing });
    },
  );
}

/** Whether somebody typed this address into a browser: they are told in words what is not there. */
export const isTyped = (request: Request): boolean =>
  request.method === 'GET' && !request.path.startsWith('/api/') && request.accepts(['json', 'html']) === 'html';
