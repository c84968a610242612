import { lazy, Suspense, useEffect, useState } from 'react';
import { HeldNews } from '../breakpoints/HeldNews.tsx';
import { join } from '../connection/connection.ts';
import { useConnectionStore } from '../connection/connectionStore.ts';
import { startFollowingMetrics } from '../connection/followMetrics.ts';
import { startFeedingStores } from '../connection/feedStores.ts';
import { startSendingEdits } from '../connection/sendEdits.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { startRemembering } from '../flows/startRemembering.ts';
import { startFollowingLinks } from '../layout/followLinks.ts';
import { startFollowingMoments } from '../layout/followMoments.ts';
import { Layout } from '../layout/Layout.tsx';
import { useViewing } from '../recording/viewer/viewingStore.ts';
import { Announcements } from './Announcements.tsx';
import { Closed } from './Closed.tsx';
import { Opening } from './Opening.tsx';
import { openFromAddress, sessionInAddress } from './openSession.ts';
import { startGuarding } from './startGuarding.ts';
import { startTelling } from './startTelling.ts';
import { startShowingMe } from '../people/startShowingMe.ts';
import { startTellingOverlaps } from '../people/startTellingOverlaps.ts';
import { offerTour } from '../command/tour/offerTour.ts';
import { usePhone } from './usePhone.ts';

const ViewedRecording = lazy(() =>
  import('../recording/ViewedRecording.tsx').then((file) => ({ default: file.ViewedRecording })),
);

/** `isGreeting`: nobody asked for this flow, it is what everybody sees first. */
type Where = { session: string; isGreeting: boolean } | { problem: string } | 'opening';

/** Which session this page shows: the one in the address, else a new one. */
export function App() {
  const [where, setWhere] = useState<Where>(() => {
    const session = sessionInAddress();
    if (session !== undefined) return { session, isGreeting: false };
    const { pathname } = window.location;
    const isStart = pathname === '/' || pathname === '/index.html';
    return isStart ? 'opening' : { problem: `There is nothing at ${pathname}. A playground is at /s/ and its id.` };
  });

  const isViewing = useViewing(({ recording }) => recording !== undefined);

  usePhone();
  useEffect(() => {
    if (where !== 'opening') return undefined;
    let isWanted = true;
    const { hash, search } = window.location;
    void openFromAddress({ hash, search }).then((opened) => {
      if (!isWanted) return;
      const isGreeting = hash === '' && search === '';
      if (opened.ok) window.history.replaceState(null, '', `/s/${opened.id}`);
      if (opened.ok && isGreeting) offerTour();
      setWhere(opened.ok ? { session: opened.id, isGreeting } : { problem: opened.why });
    });
    return () => {
      isWanted = false;
    };
  }, [where]);

  if (isViewing) {
    return (
      <Suspense>
        <ViewedRecording />
      </Suspense>
    );
  }
  if (where === 'opening') return <Opening problem={undefined} />;
  return 'problem' in where ? <Opening problem={where.problem} /> : <Playground {...where} />;
}

function Playground({ session, isGreeting }: { session: string; isGreeting: boolean }) {
  const closed = useConnectionStore(({ state, reason }) => (state === 'closed' ? reason : undefined));
  const isHere = useFlowStore((state) => state.session === session);
  useEffect(() => {
    const stops = [
      startFeedingStores(),
      startFollowingMetrics(),
      startSendingEdits(),
      startTelling(),
      startRemembering(session, isGreeting),
      startGuarding(),
      startShowingMe(),
      startTellingOverlaps(),
      startFollowingLinks(),
      startFollowingMoments(),
      join(session),
    ];
    return () => {
      for (const stop of stops.toReversed()) stop();
    };
  }, [session, isGreeting]);
  if (closed !== undefined) return <Closed reason={closed} />;
  if (!isHere) return <Opening problem={undefined} />;
  return (
    <>
      <Layout />
      <Announcements />
      <HeldNews />
    </>
  );
}
