/** A line for a terminal that calls `POST /orders/:id` on a loopback port. */
export function curlLine(route: string, port: number): string {
  const [verb = 'GET', path = '/'] = route.split(' ');
  const address = `http://127.0.0.1:${port}${path.replaceAll(/:(\w+)/g, '1')}`;
  const method = verb === 'GET' ? '' : verb === 'HEAD' ? ' -I' : ` -X ${verb}`;
  const body = ['POST', 'PUT', 'PATCH'].includes(verb) ? " -H 'content-type: application/json' -d '{}'" : '';
  return `curl${method} ${address}${body}`;
}
