import { useEffect, useRef } from 'react';
import { shallow } from 'zustand/shallow';
import type { Person, Selected } from '#shared/people.ts';
import { svgPath } from '../canvas/geometry/line.ts';
import { useGeometryStore } from '../canvas/geometryStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import classes from './People.module.css';
import { usePeople, usePointers } from './peopleStore.ts';
import { placeOf } from './placeOf.ts';

/**
 * What the others point at and have selected, in the drawing's pixels. React only knows who there is: a pointer or a box that
 * moves writes its two numbers into its element, and nothing is drawn anew.
 */
export function PeopleMarks() {
  const others = usePeople((state) => state.others);
  return others.map((person) => (
    <div key={person.id} data-colour={person.colour} className={classes.person} data-person={person.name}>
      {person.selection.map((one) => {
        const key = `${one.kind} ${one.service ?? ''} ${one.id}`;
        return one.kind === 'wire' ? (
          <WireOutline key={key} person={person} one={one} />
        ) : (
          <Outline key={key} person={person} one={one} />
        );
      })}
      <Cursor person={person} />
    </div>
  ));
}

function Cursor({ person }: { person: Person }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const look = (): void => {
      const at = usePointers.getState().at.get(person.id);
      element.hidden = at === undefined;
      if (at !== undefined) element.style.transform = `translate(${at.x}px, ${at.y}px)`;
    };
    look();
    return usePointers.subscribe(look);
  }, [person.id]);
  return (
    <div ref={ref} className={classes.cursor} hidden aria-hidden data-testid="cursor">
      <div className={classes.upright}>
        <svg width="14" height="18" viewBox="0 0 14 18" className={classes.arrow}>
          <path d="M1 1 L1 14.5 L4.6 11.2 L7 17 L9.4 16 L7 10.4 L12.4 10.4 Z" />
        </svg>
        <span className={classes.tag}>{person.name}</span>
      </div>
    </div>
  );
}

interface MarkProps {
  person: Person;
  one: Selected;
}

const doing = ({ name, isEditing }: Person): string => (isEditing ? `${name} · typing` : name);

function Outline({ person, one }: MarkProps) {
  const ref = useFollow<HTMLDivElement>((element) => {
    const place = placeOf(one, useFlowStore.getState().flow, useGeometryStore.getState());
    element.hidden = place === undefined;
    if (place === undefined) return;
    element.style.transform = `translate(${place.x}px, ${place.y}px)`;
    element.style.width = `${place.width}px`;
    element.style.height = `${place.height}px`;
  });
  return (
    <div ref={ref} className={classes.outline} hidden aria-hidden data-testid="others-selection">
      <span className={`${classes.tag} ${classes.onBox}`}>{doing(person)}</span>
    </div>
  );
}

function WireOutline({ person, one }: MarkProps) {
  const line = useFollow<SVGPathElement>((element) => {
    const path = useGeometryStore.getState().lines.get(one.id);
    if (path === undefined) element.removeAttribute('d');
    else element.setAttribute('d', svgPath(path));
  });
  const label = useFollow<HTMLDivElement>((element) => {
    const place = placeOf(one, useFlowStore.getState().flow, useGeometryStore.getState());
    element.hidden = place === undefined;
    if (place !== undefined) element.style.transform = `translate(${place.x}px, ${place.y}px)`;
  });
  return (
    <>
      <svg className={classes.lines} aria-hidden>
        <path ref={line} className={classes.line} />
      </svg>
      <div ref={label} className={classes.wireTag} hidden aria-hidden data-testid="others-selection">
        <span className={`${classes.tag} ${classes.onWire}`}>{doing(person)}</span>
      </div>
    </>
  );
}

/** Writes what stands somewhere into an element, now and whenever that may have changed. */
function useFollow<E extends Element>(write: (element: E) => void) {
  const ref = useRef<E>(null);
  const latest = useRef(write);
  useEffect(() => {
    latest.current = write;
    if (ref.current !== null) write(ref.current);
  });
  useEffect(() => {
    const look = (): void => {
      if (ref.current !== null) latest.current(ref.current);
    };
    const stops = [
      useGeometryStore.subscribe((now, before) => {
        if (!shallow(now, before)) look();
      }),
      useFlowStore.subscribe((now, before) => {
        if (now.flow !== before.flow) look();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return ref;
}
