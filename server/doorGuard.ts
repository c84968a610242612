import { problem, type Problem } from '#shared/problem.ts';
import type { ServerSettings } from './serverSettings.ts';

export interface KnockingRequest {
  method?: string | undefined;
  headers: { host?: string | undefined; origin?: string | undefined };
}

type GuardSettings = Pick<ServerSettings, 'host' | 'publicHostnames'>;

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Refuses what a foreign web page could make a visitor's browser send to us: anything under a name that is not ours
 * (DNS rebinding), and changes that come from another origin (CSRF). Scripts and curl send no Origin and pass.
 */
export function refuseRequest(request: KnockingRequest, settings: GuardSettings): Problem | undefined {
  const { host = '', origin } = request.headers;
  if (isLoopback(settings.host) && !ownNames(settings).includes(hostname(host))) {
    const message = `This server is not called "${host}". Use localhost, or start it with PUBLIC_HOSTNAMES=${hostname(host)}.`;
    return problem('hostRefused', message);
  }
  if (changesSomething(request) && origin !== undefined && originHost(origin) !== host.toLowerCase()) {
    return problem('hostRefused', `A page of ${origin} may not change anything here. Use the page of this server.`);
  }
  return undefined;
}

export const isLoopback = (address: string): boolean =>
  address === 'localhost' || address === '::1' || /^127(\.\d{1,3}){3}$/.test(address);

/** Reading is harmless: without CORS headers a foreign page never gets to see the answer. A WebSocket it would see. */
function changesSomething({ method = 'GET' }: KnockingRequest): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(method);
}

const ownNames = ({ host, publicHostnames }: GuardSettings): string[] => [...loopback, host, ...publicHostnames];

const hostname = (host: string): string => host.toLowerCase().replace(/:\d+$/, '');

function originHost(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
