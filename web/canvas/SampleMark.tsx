import { useSampled } from '../trace/sampledStore.ts';
import { sampleWords } from '../trace/sampleWords.ts';
import { useTime } from '../time/timeStore.ts';
import classes from './SampleMark.module.css';

/** Says how much of what happens is shown, when that is not all. */
export function SampleMark() {
  const link = useSampled((sampled) => sampled.link);
  const dots = useSampled((sampled) => sampled.dots);
  const isPast = useTime(({ atUs }) => atUs !== undefined);
  // Who looks back sees all that has come.
  const words = sampleWords(link, isPast ? 1 : dots);
  return (
    <div className={classes.mark} role="status" data-testid="sample-mark" data-shown={words !== undefined || undefined}>
      {words !== undefined && <span title={words.why}>{words.text}</span>}
    </div>
  );
}
