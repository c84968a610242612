import type { Flow } from './flow.ts';

/** `api-gateway` → `API_GATEWAY`, as injection tokens are written. */
export const tokenOf = (name: string): string =>
  name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_|_$/g, '') || 'CLIENT';

/** The wanted injection token, or with the first number behind it that no other wire of this service has. */
export function freeToken(flow: Flow, from: string, wanted: string): string {
  const taken = new Set(Object.values(flow.wires).flatMap((wire) => (wire.from === from ? [wire.name] : [])));
  let token = wanted;
  for (let count = 2; taken.has(token); count += 1) token = `${wanted}_${count}`;
  return token;
}
