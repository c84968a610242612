import { useFlowStore } from '../../flow/flowStore.ts';
import { Address } from '../service/Address.tsx';
import { curlLine } from './curlLine.ts';

/** The line that calls this route from a terminal, on the real port. */
export function CurlLine({ service, route }: { service: string; route: string }) {
  const listeners = useFlowStore((state) => state.status?.services[service]?.listeners);
  const port = Object.values(listeners ?? {})
    .find((listener) => listener.transport === 'http')
    ?.ports.find((one) => one > 0);
  if (port === undefined) return null;
  return <Address text={curlLine(route, port)} what="curl line" />;
}
