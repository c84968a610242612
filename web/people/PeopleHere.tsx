import { Popover, Tooltip } from '@mantine/core';
import type { Person } from '#shared/people.ts';
import { useGeometryStore } from '../canvas/geometryStore.ts';
import { canvasView } from '../canvas/canvasView.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useNotices } from '../ui/notices.ts';
import { TextField } from '../ui/TextField.tsx';
import { changeMyName, useMe } from './meStore.ts';
import classes from './People.module.css';
import { usePeople, usePointers } from './peopleStore.ts';
import { whereIs } from './placeOf.ts';

/** So many beside one's own; the rest is in the list. */
const inHeader = 3;

/** Who is here, in the header: a click on one goes to where they are, a click on oneself opens the list. */
export function PeopleHere() {
  const others = usePeople((state) => state.others);
  return (
    <div className={classes.slot} role="group" aria-label="People here">
      {others.slice(-inHeader).map((person) => (
        <Tooltip key={person.id} label={about(person)} openDelay={300}>
          <button
            type="button"
            className={classes.avatar}
            data-colour={person.colour}
            data-initials={initials(person.name)}
            aria-label={`Go to ${person.name}`}
            onClick={() => goTo(person)}
          />
        </Tooltip>
      ))}
      <Oneself />
    </div>
  );
}

function Oneself() {
  const name = useMe((state) => state.name);
  const { others, more, me } = usePeople();
  const count = others.length + more;
  const label = count === 0 ? `You are ${name}` : `You are ${name}; ${count} more here`;
  return (
    <Popover width={260} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.avatar}
          data-me
          data-colour={me?.colour}
          data-initials={initials(name)}
          aria-label={label}
          title={label}
        />
      </Popover.Target>
      <Popover.Dropdown>
        <TextField label="Your name" description="Others see it." value={name} onCommit={changeMyName} />
        <ul className={classes.list}>
          {others.map((person) => (
            <li key={person.id}>
              <button type="button" className={classes.row} onClick={() => goTo(person)}>
                <span className={classes.avatar} data-colour={person.colour} aria-hidden>
                  {initials(person.name)}
                </span>
                <span className={classes.rowName}>{person.name}</span>
                {person.isViewer && <span className={classes.note}>looks on</span>}
              </button>
            </li>
          ))}
        </ul>
        {count === 0 && <div className={classes.note}>Nobody else is here. Share the link to work together.</div>}
        {more > 0 && <div className={classes.note}>and {more} more</div>}
      </Popover.Dropdown>
    </Popover>
  );
}

const about = ({ name, isViewer }: Person): string => (isViewer ? `${name} looks on` : `${name}: go there`);

/** `Brave Otter` is BO. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => Array.from(word ?? '')[0]?.toUpperCase() ?? '').join('');
}

function goTo(person: Person): void {
  const place = whereIs(person, {
    pointer: usePointers.getState().at.get(person.id),
    flow: useFlowStore.getState().flow,
    places: useGeometryStore.getState(),
  });
  if (place !== undefined) canvasView().show(place);
  else useNotices.getState().say('info', `${person.name} is here, but points at nothing right now.`);
}
