import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Flow } from '#shared/flow/flow.ts';
import type { Fault } from '#shared/faults/fault.ts';
import { BytesPart } from '../bytes/BytesPart.tsx';
import { faultBadge } from '../faults/faultBadge.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useLayoutStore } from '../layout/layoutStore.ts';
import { hopFailed, hopNote } from '../trace/hopText.ts';
import type { HopView } from '../trace/hopView.ts';
import { FollowIcon } from '../trace/FollowIcon.tsx';
import { TraceLinkIcon } from '../trace/TraceLinkIcon.tsx';
import { useTraceStore } from '../trace/traceStore.ts';
import { useThrottledBook } from '../trace/useThrottledBook.ts';
import { KindMark } from '../ui/KindMark.tsx';
import { JsonText } from '../ui/JsonText.tsx';
import { CauseTree } from './CauseTree.tsx';
import { causeTree } from './causeTree.ts';
import { CopyAs } from './CopyAs.tsx';
import { Difference } from './Difference.tsx';
import { EventList } from './EventList.tsx';
import classes from './HopDetail.module.css';
import { messageRow } from './messageRows.ts';
import { Payload } from './Payload.tsx';
import { Xray } from './Xray.tsx';
import { xrayOf } from './xray.ts';

const redrawMs = 300;

/** One message in full: what it carried, what came back, why it happened and what it caused. */
export function HopDetail() {
  const hopId = useTraceStore((state) => state.selectedHop);
  const hop = useTraceStore((state) => (hopId === undefined ? undefined : state.book.hops.get(hopId)));
  if (hop === undefined) {
    return (
      <aside className={`${classes.detail} ${classes.none}`}>
        Choose a message to see what it carried and why it happened.
      </aside>
    );
  }
  return <Detail key={hop.hopId} hop={hop} />;
}

function Detail({ hop }: { hop: HopView }) {
  const flow = useFlowStore((state) => state.flow);
  const faults = useFlowStore((state) => state.faults);
  const book = useThrottledBook(redrawMs);
  const selectHop = useTraceStore((state) => state.selectHop);
  const tab = useLayoutStore((state) => state.tab);
  const view = tab === 'sequence' ? 'sequence' : 'messages';
  const tree = causeTree(book.hops, book.traces.get(hop.traceId)?.hopIds ?? [], hop);
  const { pattern, from, to } = messageRow(flow, hop);
  const xray = xrayOf(hop, flow);
  return (
    <aside className={classes.detail} data-wide={xray !== undefined || undefined} aria-label="Message">
      <header className={classes.head}>
        <KindMark kind={hop.kind} />
        <h3 className={classes.title} title={pattern}>
          {pattern}
        </h3>
        <CopyAs hop={hop} />
        <FollowIcon traceId={hop.traceId} />
        <TraceLinkIcon link={{ trace: hop.traceId, hop: hop.hopId, view }} />
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label="Close message"
          onClick={() => selectHop(undefined)}
        >
          <IconX size={14} />
        </ActionIcon>
      </header>
      <div className={classes.route}>
        {from} {to.startsWith('→') ? to : `→ ${to}`} ·{' '}
        <span className={classes.outcome} data-failed={hopFailed(hop) || undefined}>
          {hopNote(hop) || hop.state}
        </span>
      </div>

      {xray !== undefined && (
        <Part title="X-ray of the exception">
          <Xray xray={xray} />
        </Part>
      )}
      <Payload label="Payload" value={hop.data} seq={hop.dataSeq} bytes={hop.dataBytes} />
      {hop.error !== undefined && <Payload label="Error" value={hop.error} />}
      {hop.reply !== undefined && <Payload label="Reply" value={hop.reply} seq={hop.replySeq} bytes={hop.replyBytes} />}
      {hop.faults.length > 0 && <FaultNames faults={faults} ids={hop.faults} />}

      <Part title="Cause and effects">
        {tree[0]?.isSelf === true && <div className={classes.quiet}>{firstCause(flow, hop)}</div>}
        <CauseTree rows={tree} />
      </Part>
      <Part title="What happened, µs after it was sent">
        <EventList hop={hop} />
      </Part>
      {hop.headers !== undefined && (
        <Part title="Headers">
          <JsonText label="values of the headers" value={hop.headers} />
        </Part>
      )}
      <Part title="On the wire">
        <BytesPart hop={hop} />
      </Part>
      <Part title="Difference">
        <Difference hop={hop} hops={book.hops} />
      </Part>
      <div className={classes.ids}>
        trace {hop.traceId} · hop {hop.hopId}
      </div>
    </aside>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part} aria-label={title}>
      <h4 className={classes.partTitle}>{title}</h4>
      {children}
    </section>
  );
}

function firstCause(flow: Flow, hop: HopView): string {
  if (hop.driver !== undefined) return `The driver “${flow.drivers[hop.driver]?.name ?? hop.driver}” sent it.`;
  if (hop.wire === undefined) return 'It came from outside of this playground.';
  return 'It was sent by hand, over the wire.';
}

function FaultNames({ faults, ids }: { faults: readonly Fault[]; ids: readonly string[] }) {
  const names = ids.map((id) => {
    const fault = faults.find((one) => one.id === id);
    return fault === undefined ? `${id}, which has ended` : faultBadge(fault);
  });
  return <div className={classes.faults}>Broken on purpose: {names.join(', ')}</div>;
}
