import { useShallow } from 'zustand/react/shallow';
import { useAccess } from '../../flow/accessStore.ts';
import { durationText } from '../../ui/durationText.ts';
import { useAtLeast, useDuplicates } from '../../trace/useDeliveries.ts';
import { liveSummary, useMetrics } from '../../metrics/metricsStore.ts';
import classes from './Box.module.css';

/** `12.4 msg/s · p95 41 ms`, and the share of errors when there are any. */
export function BoxRates({ meterKey }: { meterKey: string }) {
  const isRecorded = useAccess(({ recording }) => recording);
  const { perSecond, p95Ms, errorShare } = useMetrics(useShallow((state) => liveSummary(state, meterKey)));
  // A recording has no figures of its own.
  if (isRecorded) return null;
  return (
    <>
      <span>
        {Number(perSecond.toFixed(1))} msg/s{p95Ms === undefined ? '' : ` · p95 ${durationText(p95Ms)}`}
      </span>
      {errorShare > 0 && <span className={classes.bad}>{Math.round(errorShare * 100)} % err</span>}
    </>
  );
}

/** What a service was given more than once: by a fault, by a retry of the broker, or because each of its replicas gets every event. */
export function BoxDuplicates({ service }: { service: string }) {
  const duplicates = useDuplicates(service);
  const atLeast = useAtLeast();
  if (duplicates === 0) return null;
  return (
    <span title="Messages that this service was given more than once. The inspector tells them by replica.">
      {atLeast}
      {duplicates === 1 ? '1 duplicate' : `${duplicates} duplicates`}
    </span>
  );
}
