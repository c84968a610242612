import { Select } from '@mantine/core';
import { useState } from 'react';
import { patternText } from '#shared/flow/pattern.ts';
import type { Json } from '#shared/json.ts';
import { hopNote } from '../trace/hopText.ts';
import type { HopView } from '../trace/hopView.ts';
import classes from './HopDetail.module.css';
import { jsonDiff, maxDifferences, type Difference as Place } from './jsonDiff.ts';

const maxOffered = 50;
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

interface DifferenceProps {
  hop: HopView;
  hops: ReadonlyMap<string, HopView>;
}

/** Where this message differs from another one, which is chosen among those of the same pattern first. */
export function Difference({ hop, hops }: DifferenceProps) {
  const [otherId, setOther] = useState<string>();
  const other = otherId === undefined ? undefined : hops.get(otherId);
  const places = other === undefined ? [] : differencesOf(other, hop);
  return (
    <>
      <Select
        size="xs"
        aria-label="Compare with another message"
        placeholder="Compare with another message"
        searchable
        clearable
        data={offered(hops, hop).map((one) => ({
          value: one.hopId,
          label: `${clock.format(one.startedUs / 1000)} ${patternText(one.pattern)} · ${hopNote(one) || one.state}`,
        }))}
        value={other?.hopId ?? null}
        nothingFoundMessage="No such message"
        onChange={(value) => setOther(value ?? undefined)}
      />
      {other !== undefined && places.length === 0 && <div className={classes.quiet}>They carried the same.</div>}
      {places.length > 0 && (
        <ol className={classes.differences} aria-label="Differences">
          {places.map((place) => (
            <li key={`${place.part} ${place.path}`} className={classes.difference}>
              <span className={classes.linkPattern}>
                {[place.part, place.path].filter((text) => text !== '').join(' ')}
              </span>
              <Side word="was" value={place.before} />
              <Side word="is" value={place.after} />
            </li>
          ))}
        </ol>
      )}
      {places.length >= maxDifferences && <div className={classes.quiet}>The first {maxDifferences} differences.</div>}
    </>
  );
}

function Side({ word, value }: { word: 'was' | 'is'; value: Json | undefined }) {
  return (
    <div className={classes.diffSide} data-side={word}>
      <span className={classes.quiet}>{word === 'was' ? '− there' : '+ here'}</span>
      {value === undefined ? (
        <span className={classes.quiet}>nothing</span>
      ) : (
        <code className={classes.diffValue}>{JSON.stringify(value)}</code>
      )}
    </div>
  );
}

function differencesOf(other: HopView, hop: HopView): (Place & { part: string })[] {
  const parts = [
    { part: 'payload', places: jsonDiff(other.data, hop.data) },
    { part: 'reply', places: jsonDiff(other.reply, hop.reply) },
    { part: 'error', places: jsonDiff(other.error, hop.error) },
  ];
  return parts.flatMap(({ part, places }) => places.map((place) => ({ ...place, part }))).slice(0, maxDifferences);
}

/** The newest ones, those of the same pattern first. */
function offered(hops: ReadonlyMap<string, HopView>, hop: HopView): HopView[] {
  const others = [...hops.values()].toReversed().filter(({ hopId }) => hopId !== hop.hopId);
  const pattern = patternText(hop.pattern);
  const same = others.filter((one) => patternText(one.pattern) === pattern).slice(0, maxOffered);
  const rest = others.filter((one) => patternText(one.pattern) !== pattern);
  return [...same, ...rest].slice(0, maxOffered);
}
