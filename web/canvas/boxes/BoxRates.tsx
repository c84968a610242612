import { durationText } from '../../ui/durationText.ts';
import { useRates } from '../../trace/useRates.ts';
import classes from './Box.module.css';

/** `12.4 msg/s · p95 41 ms`, and the share of errors when there are any. */
export function BoxRates({ meterKey }: { meterKey: string }) {
  const { perSecond, p95Ms, errorShare } = useRates(meterKey);
  return (
    <>
      <span>
        {Number(perSecond.toFixed(1))} msg/s{p95Ms === undefined ? '' : ` · p95 ${durationText(p95Ms)}`}
      </span>
      {errorShare > 0 && <span className={classes.bad}>{Math.round(errorShare * 100)} % err</span>}
    </>
  );
}
