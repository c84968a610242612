import { groupColours, type GroupColour } from '#shared/flow/flow.ts';
import classes from './ColourChoice.module.css';

interface ColourChoiceProps {
  value: GroupColour;
  onChange: (colour: GroupColour) => void;
}

/** The colours a group can have: real radios, so that arrow keys and screen readers know them. */
export function ColourChoice({ value, onChange }: ColourChoiceProps) {
  return (
    <fieldset className={classes.choice}>
      <legend className={classes.legend}>Colour</legend>
      {groupColours.map((colour) => (
        <label
          key={colour}
          className={classes.colour}
          style={{ '--group-colour': `var(--mantine-color-${colour}-6)` }}
          title={colour}
        >
          <input
            type="radio"
            name="group-colour"
            aria-label={colour}
            checked={colour === value}
            onChange={() => onChange(colour)}
          />
        </label>
      ))}
    </fieldset>
  );
}
