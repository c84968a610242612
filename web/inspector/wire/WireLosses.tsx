import { useAtLeast, useLosses } from '../../trace/useDeliveries.ts';
import classes from './WireLosses.module.css';

/** What went over this wire and was received by nobody, which no caller is told. */
export function WireLosses({ id }: { id: string }) {
  const losses = useLosses(id);
  const atLeast = useAtLeast();
  if (losses === undefined) return null;
  const what = `${atLeast}${losses.count === 1 ? '1 message' : `${losses.count} messages`} reached nobody`;
  return <p className={classes.losses}>{losses.reason === '' ? what : `${what}: ${losses.reason}`}</p>;
}
