import { ActionIcon, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { isPossible } from '../command/action.ts';
import { keepActions } from './keepActions.ts';

/** What can be done with the flow as a whole, beside its name. */
export function FlowMenu() {
  return (
    <Menu position="bottom-start" width={230}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Flow menu">
          <IconChevronDown size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {keepActions.filter(isPossible).map(({ id, label, icon: Shape, run }) => (
          <Menu.Item key={id} leftSection={<Shape size={15} aria-hidden />} onClick={run}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
