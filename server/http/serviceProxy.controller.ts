import { All, Controller, Inject, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { problem, ProblemError } from '#shared/problem.ts';
import { Sessions } from '../session/sessions.ts';
import { httpPorts } from './serviceAddress.ts';
import { proxyProblem, proxyToService, refuse } from './serviceProxy.ts';

/** `/s/<session>/http/<service>/…` is the service's own HTTP server, for callers that do not know its port. */
@Controller()
export class ServiceProxyController {
  readonly #sessions: Sessions;
  #turn = 0;

  constructor(@Inject(Sessions) sessions: Sessions) {
    this.#sessions = sessions;
  }

  @All('s/:session/http/:service{/*path}')
  async pass(
    @Param() params: { session: string; service: string },
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { session, mayEdit } = await this.#sessions.enter(params.session);
    // Any request may change what a service holds.
    if (!mayEdit) throw new ProblemError(problem('readOnly', onlyShows, 'session'));
    const { services } = session.status;
    const service = Object.hasOwn(services, params.service) ? services[params.service] : undefined;
    if (service === undefined) {
      const message = `There is no service "${params.service}" in this session. Use the id of one of its boxes.`;
      throw new ProblemError(problem('notFound', message, 'service'));
    }
    if (!Object.values(service.listeners).some(({ transport }) => transport === 'http') && service.state !== 'down') {
      throw new ProblemError(problem('wrongKind', 'This service has no http listener. Add one to its box.', 'service'));
    }
    const ports = httpPorts(service);
    this.#turn += 1;
    const port = ports[this.#turn % ports.length];
    if (port === undefined) refuse(response, 503, proxyProblem('is down'));
    else proxyToService(request, response, { port, path: pathBehind(request.originalUrl) });
  }
}

const onlyShows = 'This link only shows the playground. Make your own copy to send requests to its services.';

/** What stands behind `/s/<session>/http/<service>`, exactly as it was written. */
function pathBehind(url: string): string {
  const path = /^\/s\/[^/]*\/http\/[^/?]*(.*)$/s.exec(url)?.[1] ?? '';
  return path.startsWith('/') ? path : `/${path}`;
}
