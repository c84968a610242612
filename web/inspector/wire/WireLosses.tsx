import { useLosses } from '../../trace/useDeliveries.ts';
import classes from './WireLosses.module.css';

/** What went over this wire and was received by nobody, which no caller is told. */
export function WireLosses({ id }: { id: string }) {
  const losses = useLosses(id);
  if (losses === undefined) return null;
  const what = losses.count === 1 ? '1 message reached nobody' : `${losses.count} messages reached nobody`;
  return <p className={classes.losses}>{losses.reason === '' ? what : `${what}: ${losses.reason}`}</p>;
}
