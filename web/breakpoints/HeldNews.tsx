import { useEffect, useState } from 'react';
import { heldNews } from './heldWords.ts';
import { useHeld } from './heldStore.ts';

/** Several come at once: they are told together, and no more often than one can hear. */
const everyMs = 800;

const idsNow = (): string[] => useHeld.getState().held.map(({ id }) => id);

/** Says politely that messages stopped or went on, for those who do not see the envelopes. */
export function HeldNews() {
  const [text, setText] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let told: string[] = [];
    const look = (): void => {
      timer = undefined;
      const now = idsNow();
      const news = heldNews(told, now);
      told = now;
      if (news !== undefined) setText(news);
    };
    const ask = (): void => {
      timer ??= setTimeout(look, everyMs);
    };
    if (idsNow().length > 0) ask();
    const stop = useHeld.subscribe(ask);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  return (
    <div className="pb-hidden" role="status" aria-label="Held messages" data-testid="held-news">
      {text}
    </div>
  );
}
