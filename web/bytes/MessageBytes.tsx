import { useEffect, useState } from 'react';
import type { Crossing } from '#shared/bytes/messageBytes.ts';
import type { Json } from '#shared/json.ts';
import type { Problem } from '#shared/problem.ts';
import { command } from '../connection/connection.ts';
import type { HopView } from '../trace/hopView.ts';
import { JsonText } from '../ui/JsonText.tsx';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import { BytesDialog } from './BytesDialog.tsx';
import { CrossingList } from './CrossingList.tsx';
import { dumpOf, packetText } from './hexRows.ts';
import classes from './Bytes.module.css';

/** Where a message crossed a socket, and its packet both ways; each crossing opens as bytes. */
export function MessageBytes({ hop }: { hop: HopView }) {
  const [crossings, setCrossings] = useState<readonly Crossing[]>();
  const [problem, setProblem] = useState<Problem>();
  const [opened, setOpened] = useState<number>();
  useEffect(() => {
    let isOver = false;
    const { traceId, hopId } = hop;
    void command('readBytes', { traceId, hopId }).then((answer) => {
      if (isOver) return;
      setProblem(answer.ok ? undefined : answer.problem);
      if (answer.ok) setCrossings(answer.crossings);
    });
    return () => {
      isOver = true;
    };
    // Another one with every event: a reply that comes later has bytes, too.
  }, [hop]);
  if (problem !== undefined) return <ProblemNote problem={problem} />;
  if (crossings === undefined) return <div className={classes.quiet}>Reading …</div>;
  if (crossings.length === 0) return <div className={classes.quiet}>{nothingText(hop)}</div>;
  return (
    <>
      <CrossingList hop={hop} crossings={crossings} onChoose={setOpened} />
      <Packet title="Packet of the request" crossing={crossings.find(({ role }) => role === 'request')} />
      <Packet title="Packet of the reply" crossing={crossings.find(({ role }) => role === 'reply')} />
      {opened !== undefined && (
        <BytesDialog hop={hop} crossings={crossings} first={opened} onClose={() => setOpened(undefined)} />
      )}
    </>
  );
}

function nothingText({ events }: HopView): string {
  if (events.some(({ attempts }) => attempts !== undefined)) {
    return 'It was sent as attempts, each a message of its own: see its effects.';
  }
  return 'None of its bytes are found: it never left, newer bytes have made room, or its ids are not in them, as when they are encrypted. The newest 256 kB of each connection are kept.';
}

function Packet({ title, crossing }: { title: string; crossing: Crossing | undefined }) {
  if (crossing === undefined || crossing.packets.length === 0) return null;
  const text = packetText(crossing, dumpOf(crossing));
  return (
    <div className={classes.packet}>
      <h5 className={classes.packetTitle}>{title}</h5>
      <JsonText label={title} value={parsed(text)} />
    </div>
  );
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // A body need not be JSON; gRPC has none.
    return text;
  }
}
