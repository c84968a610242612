import { IconHeartBroken, IconHeartFilled } from '@tabler/icons-react';
import type { ServiceHealth } from '#shared/status.ts';
import classes from './HealthMark.module.css';

/** Whether a service can take messages, and if not, why: another shape as well as another colour. */
export function HealthMark({ health, state }: { health: ServiceHealth | undefined; state: string }) {
  if (health === undefined) return null;
  const words = healthWords(health);
  const Icon = health.ready ? IconHeartFilled : IconHeartBroken;
  return (
    <span
      role="img"
      className={classes.mark}
      data-state={health.ready || state === 'starting' ? state : 'bad'}
      aria-label={words}
      title={words}
    >
      <Icon size={13} aria-hidden />
    </span>
  );
}

/** `ready`, `not ready: Broker "redis" is down.` */
export const healthWords = ({ ready, because }: ServiceHealth): string =>
  ready ? 'ready' : `not ready: ${because.join(' ')}`;
