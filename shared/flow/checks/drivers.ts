import type { Problem } from '../../problem.ts';
import type { Flow } from '../flow.ts';
import { own } from '../lookup.ts';
import { error, warning } from './finding.ts';

/** Drivers that have nobody to ask, or ask a route that nobody answers. */
export function checkDrivers(flow: Flow): Problem[] {
  return Object.entries(flow.drivers).flatMap(([id, driver]) => {
    const service = own(flow.services, driver.to);
    if (service === undefined || !Object.values(service.listeners).some(({ transport }) => transport === 'http')) {
      const why = service === undefined ? 'does not exist' : 'has no http listener';
      const message = `Driver "${driver.name}" asks "${driver.to}", which ${why}. Point it at a service with an http listener.`;
      return [error('danglingDriver', message, `drivers.${id}.to`)];
    }
    const routes = Object.values(service.handlers).flatMap(({ on }) => ('http' in on ? [on.http] : []));
    if (routes.some((route) => routeMatches(route, driver.request))) return [];
    const message = `"${service.name}" has no route for ${driver.request} and answers 404. Add a handler for it, or correct the request.`;
    return [warning('unknownPattern', message, `drivers.${id}.request`)];
  });
}

/** Whether `POST /orders/:id` answers `POST /orders/7?x=1`. */
export function routeMatches(route: string, request: string): boolean {
  const [verb, path = ''] = route.split(' ');
  const [askedVerb, asked = ''] = request.split(' ');
  if (verb !== askedVerb) return false;
  const wanted = segments(path);
  const given = segments(asked.split('?')[0] ?? '');
  return (
    wanted.length === given.length &&
    wanted.every((segment, index) => segment.startsWith(':') || segment === given[index])
  );
}

const segments = (path: string): string[] => path.split('/').filter((segment) => segment !== '');
