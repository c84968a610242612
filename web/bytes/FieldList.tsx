import { UnstyledButton } from '@mantine/core';
import { Fragment, useEffect, useRef } from 'react';
import type { Crossing } from '#shared/bytes/messageBytes.ts';
import classes from './Bytes.module.css';

interface FieldListProps {
  frames: Crossing['frames'];
  active: number | undefined;
  onLook: (field: number | undefined) => void;
}

/** The fields of the frames, in the order of their bytes; the one that is pointed at or focused lights up its bytes. */
export function FieldList({ frames, active, onLook }: FieldListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = list.current?.querySelector(`[data-place="${active}"]`);
    if (row?.matches(':hover, :focus') === false) row.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const starts = frames.map((_frame, index) =>
    frames.slice(0, index).reduce((sum, { fields }) => sum + fields.length, 0),
  );
  return (
    <div ref={list} className={classes.fields} role="region" aria-label="Fields of the frame">
      {frames.map((frame, index) => (
        <section key={frame.at} aria-label={frame.name}>
          <h4 className={classes.frameName}>{frame.name}</h4>
          {frame.fields.map(({ name, at, length, value, says, part }, offset) => {
            const place = (starts[index] ?? 0) + offset;
            const isNewPart = part !== undefined && part !== frame.fields[offset - 1]?.part;
            return (
              <Fragment key={at}>
                {isNewPart && <h5 className={classes.partName}>{part}</h5>}
                <UnstyledButton
                  className={classes.field}
                  data-place={place}
                  data-inner={part !== undefined || undefined}
                  aria-current={place === active || undefined}
                  onMouseEnter={() => onLook(place)}
                  onFocus={() => onLook(place)}
                  onClick={() => onLook(place)}
                >
                  <span className={classes.fieldHead}>
                    <span className={classes.fieldName}>{name}</span>
                    <span className={classes.fieldValue}>{value}</span>
                    <span className={classes.fieldAt}>
                      {at}
                      {length > 1 && `–${at + length - 1}`}
                    </span>
                  </span>
                  <span className={classes.fieldSays}>{says}</span>
                </UnstyledButton>
              </Fragment>
            );
          })}
        </section>
      ))}
    </div>
  );
}
