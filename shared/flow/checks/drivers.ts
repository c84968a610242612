import type { Problem } from '../../problem.ts';
import { usualConcurrency, type Driver, type Flow } from '../flow.ts';
import { own } from '../lookup.ts';
import { error, warning } from './finding.ts';

/** Drivers that have nobody to ask, or ask a route that nobody answers. */
export function checkDrivers(flow: Flow): Problem[] {
  return Object.entries(flow.drivers).flatMap(([id, driver]) => {
    const service = own(flow.services, driver.to);
    const tooMany = checkBurst(driver, `drivers.${id}.burst`);
    if (service === undefined || !Object.values(service.listeners).some(({ transport }) => transport === 'http')) {
      const why = service === undefined ? 'does not exist' : 'has no http listener';
      const message = `Driver "${driver.name}" asks "${driver.to}", which ${why}. Point it at a service with an http listener.`;
      return [error('danglingDriver', message, `drivers.${id}.to`)];
    }
    const routes = Object.values(service.handlers).flatMap(({ on }) => ('http' in on ? [on.http] : []));
    if (routes.some((route) => routeMatches(route, driver.request))) return tooMany;
    const message = `"${service.name}" has no route for ${driver.request} and answers 404. Add a handler for it, or correct the request.`;
    return [warning('unknownPattern', message, `drivers.${id}.request`), ...tooMany];
  });
}

/** What leaves together waits for its answers together. */
function checkBurst({ name, burst = 1, concurrency = usualConcurrency }: Driver, at: string): Problem[] {
  if (burst <= concurrency) return [];
  const message = `Of each burst of ${burst}, "${name}" passes over ${burst - concurrency}, as it waits for ${concurrency} answers at most. Raise its concurrency, or lower the burst.`;
  return [warning('burstTooLarge', message, at)];
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
