import type { Service } from '#shared/flow/flow.ts';
import { healthPaths, healthPattern, takesHealthMessages } from '#shared/health.ts';
import type { ServiceStatus } from '#shared/status.ts';
import { HealthMark } from '../../ui/HealthMark.tsx';
import { Section } from '../../ui/Section.tsx';
import { Address } from './Address.tsx';
import classes from './Health.module.css';

interface HealthProps {
  id: string;
  service: Service;
  status: ServiceStatus | undefined;
}

/** Whether the service can take messages, why not, and how a program asks it that. */
export function Health({ id, service, status }: HealthProps) {
  const health = status?.health;
  if (health === undefined) return null;
  const transports = new Set(Object.values(service.listeners).map(({ transport }) => transport));
  const port = Object.values(status?.listeners ?? {}).find(({ transport }) => transport === 'http')?.ports[0] ?? 0;
  const hearsPatterns = [...transports].some((transport) => transport !== 'http' && transport !== 'grpc');
  return (
    <Section title="Health">
      <div className={classes.head}>
        <HealthMark health={health} state={status?.state ?? ''} />
        <span aria-hidden>{health.ready ? 'Ready' : 'Not ready'}</span>
      </div>
      {health.because.length > 0 && (
        <ul className={classes.reasons}>
          {health.because.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {port > 0 && <Address text={`http://127.0.0.1:${port}${healthPaths.ready}`} what="address of its health" />}
      {hearsPatterns && !takesHealthMessages(id, service) && (
        <Address text={healthPattern(id)} what="message that asks for its health" />
      )}
      {transports.has('grpc') && <Address text="grpc.health.v1.Health/Check" what="method that asks for its health" />}
    </Section>
  );
}
