import { Modal } from '@mantine/core';
import { IconBinary } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { maxCrossingBytes, type Crossing } from '#shared/bytes/messageBytes.ts';
import type { HopView } from '../trace/hopView.ts';
import { CopyIcon } from '../ui/CopyIcon.tsx';
import { CrossingList } from './CrossingList.tsx';
import { bytesText, preciseTime } from './crossingText.ts';
import { FieldList } from './FieldList.tsx';
import { HexView } from './HexView.tsx';
import { dumpOf, hexText, packetText } from './hexRows.ts';
import classes from './Bytes.module.css';

interface BytesDialogProps {
  hop: HopView;
  crossings: readonly Crossing[];
  /** The one to begin with. */
  first: number;
  onClose: () => void;
}

/** The bytes that crossed the sockets, and what each of them is for. */
export function BytesDialog({ hop, crossings, first, onClose }: BytesDialogProps) {
  const [chosen, setChosen] = useState(first);
  const crossing = crossings[chosen];
  return (
    <Modal
      opened
      onClose={onClose}
      title="Bytes on the wire"
      size="min(1280px, 96vw)"
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <CrossingList hop={hop} crossings={crossings} chosen={chosen} onChoose={setChosen} />
      {crossing !== undefined && <CrossingBytes key={chosen} crossing={crossing} />}
    </Modal>
  );
}

function CrossingBytes({ crossing }: { crossing: Crossing }) {
  const dump = useMemo(() => dumpOf(crossing), [crossing]);
  const [active, setActive] = useState<number>();
  const { ends, connection, frames, atUs, allBytes, side, packets } = crossing;
  return (
    <>
      <div className={classes.facts}>
        <span>
          {preciseTime(atUs)} · {bytesText(allBytes)}, from byte {frames[0]?.streamAt ?? 0} of connection {connection} ·{' '}
          {ends.client} → link {ends.link} → {ends.target}
        </span>
        <span className={classes.copies}>
          <CopyIcon text={hexText(dump.bytes)} label="Copy as hex" Icon={IconBinary} />
          {packets.length > 0 && <CopyIcon text={packetText(crossing, dump)} label="Copy the packet as text" />}
        </span>
      </div>
      {side === 'arrived' && (
        <p className={classes.note}>Behind the faults of this link: what was sent is another crossing.</p>
      )}
      {allBytes > maxCrossingBytes && <p className={classes.note}>The first {maxCrossingBytes / 1024} kB of it.</p>}
      <div className={classes.columns}>
        <HexView dump={dump} active={active} onLook={setActive} />
        <FieldList frames={frames} active={active} onLook={setActive} />
      </div>
      {packets.length > 0 && (
        <p className={classes.legend}>
          <span className={classes.legendMark} aria-hidden /> what the application sent
        </p>
      )}
    </>
  );
}
