import { Button } from '@mantine/core';
import { IconBoxMultiple, IconBoxOff } from '@tabler/icons-react';
import { groupSchema } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { ColourChoice } from '../canvas/groups/ColourChoice.tsx';
import { placedNow, setGroupColour, ungroupSelection } from '../canvas/groups/groupActions.ts';
import { membersOf } from '../canvas/groups/members.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { TextField } from '../ui/TextField.tsx';
import { validateWith } from '../ui/validateWith.ts';
import { change } from './change.ts';
import classes from './Inspector.module.css';
import { InspectorHead } from './InspectorHead.tsx';

/** A group: its title and colour. What stands in it belongs to it. */
export function GroupPanel({ id }: { id: string }) {
  const group = useFlowStore(({ flow }) => own(flow.groups ?? {}, id));
  // Again with every change of the drawing: members come and go by being moved.
  useFlowStore(({ flow }) => flow);
  if (group === undefined) return null;
  const count = membersOf({ part: 'groups', id }, placedNow()).length;
  return (
    <>
      <InspectorHead
        icon={IconBoxMultiple}
        color={group.colour}
        title={group.title}
        subtitle={count === 1 ? 'a group · 1 thing stands in it' : `a group · ${count} things stand in it`}
      />
      <div className={classes.body}>
        <TextField
          label="Title"
          value={group.title}
          validate={validateWith(groupSchema.shape.title)}
          onCommit={(title) => change({ edit: 'set', part: 'groups', id, field: 'title', value: title.trim() })}
        />
        <ColourChoice value={group.colour} onChange={(colour) => setGroupColour(id, colour)} />
        <div className={classes.empty}>
          Drag the group by its title or its area, and what stands in it moves along. Drag a box in or out to change
          what belongs to it. Deleting the group leaves its boxes.
        </div>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconBoxOff size={14} aria-hidden />}
          onClick={() => ungroupSelection()}
        >
          Ungroup
        </Button>
      </div>
    </>
  );
}
