import { useEffect, useState } from 'react';
import { join } from '../connection/connection.ts';
import { useConnectionStore } from '../connection/connectionStore.ts';
import { startFeedingStores } from '../connection/feedStores.ts';
import { startSendingEdits } from '../connection/sendEdits.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { Layout } from '../layout/Layout.tsx';
import { Notices } from '../ui/Notices.tsx';
import { Announcements } from './Announcements.tsx';
import { Opening } from './Opening.tsx';
import { openSession, sessionInAddress } from './openSession.ts';
import { startTelling } from './startTelling.ts';
import { offerTour } from '../command/tour/offerTour.ts';
import { usePhone } from './usePhone.ts';

type Where = { session: string } | { problem: string } | 'opening';

/** Which session this page shows: the one in the address, else a new one. */
export function App() {
  const [where, setWhere] = useState<Where>(() => {
    const session = sessionInAddress();
    return session === undefined ? 'opening' : { session };
  });

  usePhone();
  useEffect(() => {
    if (where !== 'opening') return undefined;
    let isWanted = true;
    const example = new URLSearchParams(window.location.search).get('example');
    void openSession(example ?? undefined).then((opened) => {
      if (!isWanted) return;
      if (opened.ok) window.history.replaceState(null, '', `/s/${opened.id}`);
      if (opened.ok && example === null) offerTour();
      setWhere(opened.ok ? { session: opened.id } : { problem: opened.why });
    });
    return () => {
      isWanted = false;
    };
  }, [where]);

  if (where === 'opening') return <Opening problem={undefined} />;
  return 'problem' in where ? <Opening problem={where.problem} /> : <Playground session={where.session} />;
}

function Playground({ session }: { session: string }) {
  const closed = useConnectionStore(({ state, reason }) => (state === 'closed' ? reason : undefined));
  const isHere = useFlowStore((state) => state.session === session);
  useEffect(() => {
    const stops = [startFeedingStores(), startSendingEdits(), startTelling(), join(session)];
    return () => {
      for (const stop of stops.toReversed()) stop();
    };
  }, [session]);
  if (closed !== undefined) return <Opening problem={closed} />;
  if (!isHere) return <Opening problem={undefined} />;
  return (
    <>
      <Layout />
      <Notices />
      <Announcements />
    </>
  );
}
