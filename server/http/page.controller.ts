import { join } from 'node:path';
import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { problem, ProblemError } from '#shared/problem.ts';
import { pageFolder } from '../paths.ts';

/** The page is one file, whichever session it shows. Everything it loads is served as static files. */
@Controller()
export class PageController {
  @Get(['', 's/:session', 'v/:secret'])
  page(@Res() response: Response): void {
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

  @Get('s')
  noSession(): never {
    throw new ProblemError(problem('notFound', 'A session is at /s/<id>. Open a new one at /.'));
  }
}
