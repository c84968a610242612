import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { stepKinds, type StepKind } from '#shared/steps/step.ts';
import { stepLooks } from '../../steps/index.ts';
import classes from './AddStepMenu.module.css';

const kindsInOrder = Object.keys(stepLooks).filter((kind): kind is StepKind =>
  (stepKinds as readonly string[]).includes(kind),
);

export function AddStepMenu({ label, onAdd }: { label: string; onAdd: (kind: StepKind) => void }) {
  return (
    <Menu position="bottom-start" width={290} shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          size="compact-xs"
          aria-label={label}
          leftSection={<IconPlus size={13} />}
          className={classes.button}
        >
          Add step
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {kindsInOrder.map((kind) => {
          const look = stepLooks[kind];
          return (
            <Menu.Item key={kind} leftSection={<look.icon size={16} />} onClick={() => onAdd(kind)}>
              <span className={classes.label}>{look.label}</span>
              <span className={classes.explain}>{look.explain}</span>
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
