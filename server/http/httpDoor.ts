import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { refuseRequest } from '../doorGuard.ts';
import { pageFolder } from '../paths.ts';
import type { ServerSettings } from '../serverSettings.ts';
import { inlineScripts } from './inlineScripts.ts';
import { servePacked } from './packed.ts';
import { ProblemFilter } from './problemFilter.ts';
import { refuse } from './serviceProxy.ts';

/** What every request passes before a controller sees it. */
export function prepareHttp(app: NestExpressApplication, settings: ServerSettings): void {
  app.disable('x-powered-by');
  app.use((request: Request, response: Response, next: NextFunction) => {
    const refusal = refuseRequest(request, settings);
    if (refusal === undefined) next();
    else refuse(response, 403, refusal);
  });
  app.use(helmet(pageSecurity()));
  // Whatever the type is said to be, so that `curl -d` works. Bodies for services are streamed to them unread.
  const forUs = ({ url = '' }: { url?: string | undefined }): boolean => url.startsWith('/api/');
  app.useBodyParser('json', { limit: '2mb', strict: false, type: forUs });
  app.use('/assets', servePacked(join(pageFolder, 'assets')));
  // The names of built assets carry a hash of their contents.
  app.useStaticAssets(join(pageFolder, 'assets'), {
    prefix: '/assets',
    immutable: true,
    maxAge: '1y',
    fallthrough: true,
  });
  app.useStaticAssets(pageFolder, { index: false, maxAge: 0 });
  app.useGlobalFilters(new ProblemFilter());
}

/** Nothing foreign loads. Styles stand in the page because Mantine writes them there; the sandbox checks syntax in WebAssembly. */
const pageSecurity = (): Parameters<typeof helmet>[0] => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'", "'wasm-unsafe-eval'", ...inlineScripts(join(pageFolder, 'index.html'))],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      workerSrc: ["'self'", 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'self'"],
    },
  },
  // On plain http it would lock a browser out of every other program on localhost.
  strictTransportSecurity: false,
});
