import type { Handler } from '../flow/flow.ts';

/** As on the canvas: such a handler is left out, so that the others can start. */
export function unusable({ on }: Handler, hasHttp: boolean): string | undefined {
  if (!('http' in on)) return undefined;
  if (!hasHttp) return 'its service has no http listener';
  return /:(?![A-Za-z_$])/.test(on.http) ? 'Express cannot read its path' : undefined;
}
