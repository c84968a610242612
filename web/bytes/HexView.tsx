import { useRef, type KeyboardEvent, type MouseEvent } from 'react';
import { useWindow } from '../messages/useWindow.ts';
import { asciiOf, hexByte, hexOffset, rowBytes, type Dump } from './hexRows.ts';
import classes from './Bytes.module.css';

const rowPx = 20;

interface HexViewProps {
  dump: Dump;
  /** The field that is looked at: its place in `dump.fields`. */
  active: number | undefined;
  onLook: (field: number | undefined) => void;
}

/** Sixteen bytes to a row, as hex and as ASCII. Left and right go from field to field. */
export function HexView({ dump, active, onLook }: HexViewProps) {
  const list = useRef<HTMLDivElement>(null);
  const rows = Math.ceil(dump.bytes.length / rowBytes);
  const { from, to, onScroll } = useWindow(list, rowPx, rows);
  const reveal = (at: number): void => {
    const element = list.current;
    if (element === null) return;
    const top = Math.floor(at / rowBytes) * rowPx;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowPx > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowPx - element.clientHeight;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(dump.fields.length - 1, (active ?? (step > 0 ? -1 : 1)) + step));
    onLook(next);
    reveal(dump.fields[next]?.at ?? 0);
  };
  const lookAt = (event: MouseEvent): void => {
    const { at } = (event.target as HTMLElement).dataset;
    if (at !== undefined) onLook(dump.fieldAt[Number(at)]);
  };
  return (
    <div
      ref={list}
      className={classes.hex}
      role="region"
      aria-label="Bytes as hex and ASCII; left and right go from field to field"
      tabIndex={0}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onMouseOver={lookAt}
    >
      <div style={{ height: rows * rowPx }} className={classes.hexRows}>
        <div style={{ transform: `translateY(${from * rowPx}px)` }}>
          {Array.from({ length: Math.max(0, to - from) }, (_none, index) => (
            <HexRow key={from + index} dump={dump} start={(from + index) * rowBytes} active={active} />
          ))}
        </div>
      </div>
    </div>
  );
}

function HexRow({ dump, start, active }: { dump: Dump; start: number; active: number | undefined }) {
  const places = Array.from({ length: Math.min(rowBytes, dump.bytes.length - start) }, (_none, index) => start + index);
  const marks = (at: number) => ({
    'data-at': at,
    'data-packet': dump.isPacket[at] === 1 || undefined,
    'data-odd': (dump.fieldAt[at] ?? 0) % 2 === 1 || undefined,
    'data-active': (active !== undefined && dump.fieldAt[at] === active) || undefined,
  });
  return (
    <div className={classes.hexRow}>
      <span className={classes.hexOffset}>{hexOffset(start)}</span>
      <span className={classes.hexBytes}>
        {places.map((at) => (
          <span key={at} className={classes.byte} {...marks(at)}>
            {hexByte(dump.bytes[at] ?? 0)}
          </span>
        ))}
      </span>
      <span className={classes.ascii}>
        {places.map((at) => (
          <span key={at} className={classes.letter} {...marks(at)}>
            {asciiOf(dump.bytes[at] ?? 0)}
          </span>
        ))}
      </span>
    </div>
  );
}
